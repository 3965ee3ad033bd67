/* What the scripts find around them: libraries that are loaded beside them, and what the build writes above the worker. */

declare const SITE: {
  version: string;
  shell: string[];
  languages: Record<string, { offline: string; months: string[]; saved: string; notSaved: string; offlineNow: string }>;
};

interface Window {
  maplibregl: typeof import("maplibre-gl");
  pmtiles: typeof import("pmtiles");
  crimeMap: { map?: import("maplibre-gl").Map };
}
