/* Small comforts on every page: links that work from a folder, ages worked out today, meetings that are over, the section being
   read, what a circle of the drawn map is.
   Without it the page says the same with absolute dates. */

import { writeAges } from "./site/ages.js";
import { chooseCharts } from "./site/charts.js";
import { completeLinks } from "./site/folder.js";
import { keepPlaceInLanguages } from "./site/languages.js";
import { offerMapInPlace } from "./site/map-in-place.js";
import { moveHeldMeetings, writeNextMeeting } from "./site/meetings.js";
import { tellOldFigures } from "./site/old-figures.js";
import { tellPoints } from "./site/points.js";
import { offerSaving } from "./site/saving.js";
import { markSections } from "./site/sections.js";
import { offerStreets } from "./site/streets.js";

if (location.protocol === "file:") completeLinks();
else offerMapInPlace();
writeAges();
keepPlaceInLanguages();
chooseCharts();
offerStreets();
writeNextMeeting();
moveHeldMeetings();
tellOldFigures();
tellPoints();
offerSaving();
markSections();
