import { objectsOf, textIn, textsIn, type JsonObject } from "../../json-value.ts";
import { durationSeconds } from "../duration.ts";
import type { Found, LintRule } from "../rule.ts";

const fastest = 10;

/** A dashboard does not ask more often than there are answers. */
export const refresh: LintRule = {
  id: "refresh",
  why: "samples come every 15 s; more questions than that only load Prometheus, once for each open browser",
  foreign: "warning",
  find: ({ dashboard: { json } }) => {
    const written = textIn(json, "refresh");
    const seconds = written === undefined ? undefined : durationSeconds(written);
    if (written === undefined || seconds === undefined || seconds >= fastest) return [];
    const reason = `refreshes every ${written}`;
    return [{ at: ["refresh"], reason, remedy: `refresh every ${fastest}s at most; 30s is usual` }];
  },
};

/** Times are the reader's. */
export const timeZone: LintRule = {
  id: "time-zone",
  why: "times in another zone than the reader's are compared wrongly with logs and messages",
  foreign: "warning",
  find: ({ dashboard: { json } }) => {
    const zone = textIn(json, "timezone");
    if (zone === "browser") return [];
    const reason =
      zone === undefined ? "leaves its time zone to the server" : `shows times in the zone ${zone}`;
    return [{ at: ["timezone"], reason, remedy: 'set "timezone" to "browser"' }];
  },
};

/** Links lead to the same time and choice. */
export const links: LintRule = {
  id: "links",
  why: "who follows a link has to find the moment and the service again",
  foreign: "warning",
  find: ({ dashboard: { json, panels } }) => [
    ...objectsOf(json["links"]).flatMap(([link, i]) => dashboardLink(link, ["links", i])),
    ...panels.flatMap(({ json: panel, at, name }) =>
      textsIn(panel["links"]).flatMap((url) => panelLink(url, [...at, "links"], name)),
    ),
  ],
};

function dashboardLink(link: JsonObject, at: Found["at"]): Found[] {
  const leadsAway = link["type"] === "link" && !isDashboard(textIn(link, "url") ?? "");
  if (leadsAway || (link["keepTime"] === true && link["includeVars"] === true)) return [];
  const lost = [
    link["keepTime"] === true ? [] : "the time",
    link["includeVars"] === true ? [] : "the variables",
  ].flat();
  return [
    {
      at,
      reason: `has a link "${textIn(link, "title") ?? ""}" that does not keep ${lost.join(" and ")}`,
      remedy: 'set "keepTime" and "includeVars" to true',
    },
  ];
}

function panelLink(url: string, at: Found["at"], panel: string): Found[] {
  if (!isDashboard(url) || (url.includes("__url_time_range") && /__all_variables|[?&]var-/.test(url)))
    return [];
  return [
    {
      at,
      panel,
      reason: `has a link that does not keep the time and the variables: ${url}`,
      remedy: "add ?${__url_time_range}&${__all_variables} to it",
    },
  ];
}

function isDashboard(url: string): boolean {
  return /(?:^|\/)d\//.test(url);
}
