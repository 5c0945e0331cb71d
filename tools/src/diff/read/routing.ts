import { parseMatchers, type AlertMatcher } from "@monitoring/alerting/audit";
import { toJson } from "@monitoring/collection";
import { isObject, objectIn, type JsonObject } from "@monitoring/visualization";
import { objects, text, textMap, texts, without } from "./values.ts";

/** What a matcher says; where it stands does not matter here. */
export type Matcher = Omit<AlertMatcher, "line">;

/** A place where a message arrives. */
export interface Address {
  /** What a person calls it, e.g. `PagerDuty`. */
  readonly kind: string;
  /** Whether it is made to wake people. */
  readonly pages: boolean;
  /** Mailbox, channel, topic or host; never more of an address than that, since the rest may be a secret. */
  readonly to: string;
  /** Whether that is a host, which tells a person little. */
  readonly isHost: boolean;
  /** How messages look and are sent, as JSON. */
  readonly settings: string;
}

/** A node of the routing tree, with what it inherits. */
export interface DescribedRoute {
  readonly matchers: readonly Matcher[];
  readonly receiver: string;
  readonly groupWait: string;
  readonly groupInterval: string;
  readonly repeatInterval: string;
  /** Names of the times at which it tells nobody. */
  readonly mutes: readonly string[];
  /** Names of the times at which alone it tells somebody. */
  readonly actives: readonly string[];
  readonly goesOn: boolean;
  readonly routes: readonly DescribedRoute[];
}

/** While a source fires, targets with the same values of `equal` tell nobody. */
export interface DescribedInhibition {
  readonly sources: readonly Matcher[];
  readonly targets: readonly Matcher[];
  readonly equal: readonly string[];
}

/** Who is told of what. */
export interface DescribedRouting {
  readonly root: DescribedRoute | undefined;
  readonly receivers: Readonly<Record<string, readonly Address[]>>;
  readonly inhibitions: readonly DescribedInhibition[];
  /** When a named time is, in words. */
  readonly times: Readonly<Record<string, string>>;
}

/** Nobody is told of anything. */
export const noRouting: DescribedRouting = { root: undefined, receivers: {}, inhibitions: [], times: {} };

/** Every kind of receiver that Alertmanager and AMP have: its name, whether it pages, and the key that says where to. */
const kinds: Readonly<Record<string, readonly [kind: string, pages: boolean, to: string]>> = {
  pagerduty_configs: ["PagerDuty", true, "url"],
  opsgenie_configs: ["OpsGenie", true, "api_url"],
  victorops_configs: ["VictorOps", true, "api_url"],
  incidentio_configs: ["incident.io", true, "url"],
  pushover_configs: ["Pushover", true, "device"],
  slack_configs: ["Slack", false, "channel"],
  email_configs: ["e-mail", false, "to"],
  webhook_configs: ["webhook", false, "url"],
  sns_configs: ["SNS topic", false, "topic_arn"],
  msteams_configs: ["Teams", false, "webhook_url"],
  msteamsv2_configs: ["Teams", false, "webhook_url"],
  discord_configs: ["Discord", false, "webhook_url"],
  rocketchat_configs: ["Rocket.Chat", false, "channel"],
  telegram_configs: ["Telegram", false, "chat_id"],
  mattermost_configs: ["Mattermost", false, "channel"],
  webex_configs: ["Webex", false, "room_id"],
  wechat_configs: ["WeChat", false, "to_party"],
  jira_configs: ["Jira", false, "project"],
};

const defaults = { groupWait: "30s", groupInterval: "5m", repeatInterval: "4h" } as const;

/** Who is told, by an Alertmanager's configuration. */
export function readRouting(content: JsonObject): DescribedRouting {
  const root = objectIn(content, "route");
  const named = [...objects(content["mute_time_intervals"]), ...objects(content["time_intervals"])];
  return {
    root: readRoute(root, { ...defaults, receiver: "" }),
    receivers: Object.fromEntries(
      objects(content["receivers"]).map((receiver) => [text(receiver["name"]), addresses(receiver)]),
    ),
    inhibitions: objects(content["inhibit_rules"]).map((rule) => ({
      sources: matchersOf(rule, "source_"),
      targets: matchersOf(rule, "target_"),
      equal: texts(rule["equal"]),
    })),
    times: Object.fromEntries(
      named.map((time) => [
        text(time["name"]),
        objects(time["time_intervals"]).map(timeInWords).join(" and "),
      ]),
    ),
  };
}

type Inherited = Pick<DescribedRoute, "receiver" | "groupWait" | "groupInterval" | "repeatInterval">;

function readRoute(route: JsonObject, above: Inherited): DescribedRoute {
  const own: Inherited = {
    receiver: text(route["receiver"]) || above.receiver,
    groupWait: text(route["group_wait"]) || above.groupWait,
    groupInterval: text(route["group_interval"]) || above.groupInterval,
    repeatInterval: text(route["repeat_interval"]) || above.repeatInterval,
  };
  return {
    ...own,
    matchers: matchersOf(route, ""),
    mutes: texts(route["mute_time_intervals"]),
    actives: texts(route["active_time_intervals"]),
    goesOn: route["continue"] === true,
    routes: objects(route["routes"]).map((child) => readRoute(child, own)),
  };
}

function matchersOf(item: JsonObject, side: "" | "source_" | "target_"): readonly Matcher[] {
  const old = (key: string, op: Matcher["op"]): Matcher[] =>
    Object.entries(textMap(item[key])).map(([label, value]) => ({ label, op, value }));
  const written = texts(item[`${side}matchers`]).flatMap((one) => {
    const parsed = parseMatchers(one);
    return typeof parsed === "string" ? [] : parsed;
  });
  return [...old(`${side}match`, "="), ...old(`${side}match_re`, "=~"), ...written];
}

function addresses(receiver: JsonObject): readonly Address[] {
  return Object.entries(receiver).flatMap(([key, value]) => {
    const [kind, pages, at] = kinds[key] ?? [key.replace(/_configs$/, ""), false, ""];
    return objects(value).map((config) => {
      const to = place(text(config[at]));
      return {
        // Whoever listens for silence is no person.
        kind: receiver["name"] === "heartbeat" ? "heartbeat" : kind,
        pages,
        to,
        isHost: to !== "" && at.endsWith("url"),
        settings: toJson(without(config, at)),
      };
    });
  });
}

/** The part of an address that is no secret: the host of a URL, the name in an ARN. */
function place(address: string): string {
  if (address.startsWith("arn:")) return address.split(":").at(-1) ?? "";
  return /^https?:\/\/(?:[^/@]*@)?([^/?#]+)/i.exec(address)?.[1] ?? address;
}

function timeInWords(time: JsonObject): string {
  const hours = objects(time["times"]).map((one) => `${text(one["start_time"])}-${text(one["end_time"])}`);
  const others = Object.entries(without(time, "times")).map(([key, value]) => {
    const list = Array.isArray(value) ? value.map(text).join(", ") : text(value);
    return key === "weekdays" ? list : `${key.replaceAll("_", " ")} ${list}`;
  });
  return [...others, ...hours].join(", ") || "always";
}

/** What an Alertmanager's configuration says besides who is told of what. */
export function restOfRouting(content: JsonObject): JsonObject {
  const rest = without(
    content,
    "route",
    "receivers",
    "inhibit_rules",
    "mute_time_intervals",
    "time_intervals",
  );
  const route = isObject(content["route"]) ? { group_by: content["route"]["group_by"] } : {};
  return { ...rest, route };
}
