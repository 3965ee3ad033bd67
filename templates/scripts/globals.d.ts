/* What the scripts find around them: libraries that are loaded beside them, and what the build writes above the worker. */

declare const SITE: {
  version: string;
  shell: string[];
  languages: Record<string, { offline: string; months: string[]; saved: string; notSaved: string; offlineNow: string }>;
};

interface Window {
  pmtiles: typeof import("pmtiles");
  /** `told`: what the map shows has been written beside it. */
  crimeMap: { map?: import("./map/canvas/map.js").CanvasMap; told?: Promise<unknown> };
}

declare module "sql.js" {
  interface Statement {
    run(values: (string | number | null)[]): void;
    step(): boolean;
    get(): unknown[];
    getColumnNames(): string[];
    free(): void;
  }
  interface Database {
    run(sql: string): void;
    prepare(sql: string): Statement;
    iterateStatements(sql: string): Iterator<Statement> & { getRemainingSQL(): string };
  }
  type Done = (instance: WebAssembly.Instance) => void;
  export default function initSqlJs(given: { instantiateWasm(imports: WebAssembly.Imports, done: Done): object }): Promise<{ Database: new () => Database }>;
}
