import type { Found } from "../finding.ts";
import { get, listAt, scalarAt, textAt, type Item, type ScalarItem } from "../item.ts";
import { bundledTemplates, notificationTemplates } from "../template/dialects.ts";
import { definedTemplates, templateMistakes } from "../template/check-template.ts";
import { nearest } from "@monitoring/collection";
import { addressMistake } from "./address.ts";
import type { FileCheck, FileSubject } from "./subject.ts";

/** Keys of which one is needed, as a list of choices; each may be in the receiver or in `global` under another name. */
const needs: Readonly<Record<string, readonly (readonly string[])[]>> = {
  discord_configs: [["webhook_url", "webhook_url_file"]],
  email_configs: [
    ["smarthost", "global:smtp_smarthost"],
    ["from", "global:smtp_from"],
  ],
  msteams_configs: [["webhook_url", "webhook_url_file"]],
  msteamsv2_configs: [["webhook_url", "webhook_url_file"]],
  opsgenie_configs: [["api_key", "api_key_file", "global:opsgenie_api_key", "global:opsgenie_api_key_file"]],
  pagerduty_configs: [["routing_key", "routing_key_file", "service_key", "service_key_file"]],
  pushover_configs: [
    ["user_key", "user_key_file"],
    ["token", "token_file"],
  ],
  slack_configs: [
    [
      "api_url",
      "api_url_file",
      "app_token",
      "app_token_file",
      "global:slack_api_url",
      "global:slack_api_url_file",
      "global:slack_app_token",
      "global:slack_app_token_file",
    ],
    ["channel"],
  ],
  sns_configs: [["topic_arn", "target_arn", "phone_number"]],
  telegram_configs: [
    ["bot_token", "bot_token_file", "global:telegram_bot_token", "global:telegram_bot_token_file"],
    ["chat_id", "chat_id_file"],
  ],
  victorops_configs: [
    ["api_key", "api_key_file", "global:victorops_api_key", "global:victorops_api_key_file"],
  ],
  webhook_configs: [["url", "url_file"]],
};

/** Checks of what receivers send with, and of templates and times. */
export const receiverChecks: readonly FileCheck[] = [
  {
    id: "receiver-setting",
    severity: "error",
    what: "a receiver that lacks what it sends with, or has it twice",
    find: ({ root }) =>
      eachWay(root).flatMap(({ way, item }) => [...lacking(root, way, item), ...twice(item)]),
  },
  {
    id: "slack-url",
    severity: "error",
    what: "a Slack address that is no incoming webhook",
    find: ({ root }) =>
      [
        ...ways(root, "slack_configs").flatMap((item) => scalarAt(item, "api_url") ?? []),
        ...global(root, "slack_api_url"),
      ].flatMap(slackMistake),
  },
  {
    id: "slack-host",
    severity: "warning",
    what: "a Slack address of another host than hooks.slack.com",
    find: ({ root }) =>
      [
        ...ways(root, "slack_configs").flatMap((item) => scalarAt(item, "api_url") ?? []),
        ...global(root, "slack_api_url"),
      ]
        .filter(
          ({ text }) =>
            text.startsWith("https://") && !slackHost.test(text) && !/CHANGE_?ME|\$\{/i.test(text),
        )
        .map(({ line }) => ({
          line,
          reason: "this is not Slack's host",
          remedy:
            "fine for what speaks Slack's protocol, such as Mattermost; else https://hooks.slack.com/services/...",
        })),
  },
  {
    id: "pagerduty-key",
    severity: "error",
    what: "a PagerDuty key of the old API (service_key), or one that is not 32 letters and digits",
    find: ({ root }) => ways(root, "pagerduty_configs").flatMap(pagerdutyMistakes),
  },
  {
    id: "email-address",
    severity: "error",
    what: "an e-mail address that is none, or a server without port",
    find: ({ root }) => [
      ...ways(root, "email_configs").flatMap((item) => [
        ...["to", "from"].flatMap((key) => scalarAt(item, key) ?? []).flatMap(addressMistakes),
        ...serverMistake(scalarAt(item, "smarthost")),
      ]),
      ...global(root, "smtp_from").flatMap(addressMistakes),
      ...global(root, "smtp_smarthost").flatMap(serverMistake),
    ],
  },
  {
    id: "email-without-tls",
    severity: "warning",
    what: "a password that is sent to a mail server without TLS",
    find: ({ root }) =>
      ways(root, "email_configs").flatMap((item) => {
        const tls = scalarAt(item, "require_tls") ?? scalarAt(get(root, "global"), "smtp_require_tls");
        const password =
          ["auth_password", "auth_password_file"].some((key) => textAt(item, key)) ||
          textAt(get(root, "global"), "smtp_auth_password");
        return tls?.value === false && password
          ? [
              {
                line: tls.line,
                reason: "the password travels in plain text",
                remedy: "set require_tls: true",
              },
            ]
          : [];
      }),
  },
  {
    id: "notification-template",
    severity: "error",
    what: "a template of a notification that cannot be read, or asks for what there is not",
    find: (subject) =>
      subject.file.kind === "templates" ? templateFile(subject) : notificationMistakes(subject),
  },
  {
    id: "deprecated-matching",
    severity: "warning",
    what: "match and match_re, which matchers have replaced, or mute_time_intervals at the top",
    find: ({ file, root }) => [
      ...file.reading.leaves
        .filter(({ path }) => path.some((key) => /^((source|target)_)?match(_re)?$/.test(key)))
        .map(({ item, path }) => ({
          line: item.line,
          reason: `"${path.at(-2) ?? "match"}" is deprecated`,
          remedy: `write matchers: ['${path.at(-1) ?? "label"}="${item.text}"']`,
        })),
      ...[get(root, "mute_time_intervals")].flatMap((old) =>
        old
          ? [
              {
                line: old.line,
                reason: '"mute_time_intervals" at the top is deprecated',
                remedy: "write time_intervals",
              },
            ]
          : [],
      ),
    ],
  },
];

interface Way {
  readonly way: string;
  readonly item: Item;
}

function eachWay(root: Item): readonly Way[] {
  return listAt(root, "receivers").flatMap((receiver) =>
    receiver.type === "map"
      ? receiver.entries.flatMap(({ key, value }) =>
          value.type === "list" ? value.items.map((item) => ({ way: key, item })) : [],
        )
      : [],
  );
}

function ways(root: Item, name: string): readonly Item[] {
  return eachWay(root)
    .filter(({ way }) => way === name)
    .map(({ item }) => item);
}

function global(root: Item, key: string): readonly ScalarItem[] {
  const value = scalarAt(get(root, "global"), key);
  return value ? [value] : [];
}

function lacking(root: Item, way: string, item: Item): readonly Found[] {
  return (needs[way] ?? []).flatMap((choices) => {
    const there = choices.some((choice) =>
      choice.startsWith("global:")
        ? textAt(get(root, "global"), choice.slice("global:".length))
        : textAt(item, choice),
    );
    // Mail servers that take anything need no token; Slack's own http_config may carry one.
    if (
      there ||
      (way === "slack_configs" &&
        choices.includes("api_url") &&
        get(get(item, "http_config"), "authorization"))
    )
      return [];
    const names = choices.filter((choice) => !choice.startsWith("global:"));
    return [
      {
        line: item.line,
        reason: `${way} lacks ${names.join(" or ")}`,
        remedy: `add ${names.find((name) => name.endsWith("_file")) ?? names[0] ?? "it"}`,
      },
    ];
  });
}

function twice(item: Item): readonly Found[] {
  if (item.type !== "map") return [];
  return item.entries.flatMap(({ key, line }) => {
    const plain = key.replace(/_file$/, "");
    return key !== plain && textAt(item, plain) !== undefined
      ? [{ line, reason: `both ${plain} and ${key} are given`, remedy: `keep ${key}` }]
      : [];
  });
}

const slackHost = /^https:\/\/hooks\.slack(-gov)?\.com\//;
const slackPath =
  /^https:\/\/hooks\.slack(-gov)?\.com\/(services\/T\w+\/B\w+\/\w+|workflows\/T\w+\/A\w+\/\w+\/\w+|triggers\/T?\w+\/\w+\/\w+)$/;

function slackMistake({ text, line }: ScalarItem): readonly Found[] {
  const remedy = "write https://hooks.slack.com/services/T.../B.../..., best into a file: api_url_file";
  if (text === "") return [{ line, reason: "the Slack address is empty", remedy }];
  if (/CHANGE_?ME|\$\{|<[a-z]/i.test(text)) return [];
  if (/^xox[a-z]-/.test(text))
    return [{ line, reason: "this is a Slack token, not an address", remedy: "put it into app_token_file" }];
  if (/^http:\/\/(?!localhost[:/]|127\.)/.test(text))
    return [{ line, reason: "the Slack address is http: whoever listens can post", remedy }];
  if (slackHost.test(text) && !slackPath.test(text))
    return [{ line, reason: "this is no incoming webhook of Slack", remedy }];
  return [];
}

function pagerdutyMistakes(item: Item): readonly Found[] {
  const found: Found[] = [];
  for (const key of ["service_key", "service_key_file"]) {
    const old = scalarAt(item, key);
    if (old)
      found.push({
        line: old.line,
        reason: `"${key}" belongs to PagerDuty's old Events API v1`,
        remedy: `make an Events API v2 integration and write ${key.replace("service", "routing")}`,
      });
  }
  const routing = scalarAt(item, "routing_key");
  if (
    routing &&
    routing.text !== "" &&
    !/^[A-Za-z0-9]{32}$/.test(routing.text) &&
    !/\{\{|CHANGE_?ME|\$\{|<[a-z]/i.test(routing.text)
  ) {
    found.push({
      line: routing.line,
      reason: `a routing key has 32 letters and digits, this one ${routing.text.length} characters`,
      remedy: "copy the integration key of an Events API v2 integration",
    });
  }
  return found;
}

function addressMistakes({ text, line }: ScalarItem): readonly Found[] {
  if (text.includes("{{") || text === "") return [];
  return text
    .split(",")
    .map((one) => /<([^<>]*)>\s*$/.exec(one)?.[1] ?? one.trim())
    .filter((one) => !/^[^\s@<>"]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(one))
    .map((one) => ({
      line,
      reason: `"${one}" is no e-mail address`,
      remedy: "write name@example.com, several with commas",
    }));
}

function serverMistake(smarthost: ScalarItem | undefined): readonly Found[] {
  if (!smarthost || /\$\{|CHANGE_?ME/i.test(smarthost.text)) return [];
  const mistake = addressMistake(smarthost.text);
  return mistake
    ? [
        {
          line: smarthost.line,
          reason: mistake.reason,
          remedy: "write host:587 (STARTTLS) or host:465 (TLS)",
        },
      ]
    : [];
}

function notificationMistakes({ file, root, all }: FileSubject): readonly Found[] {
  const named = listAt(root, "templates").length > 0;
  const loaded = all.filter(({ kind }) => kind === "templates");
  const names = loaded.flatMap(({ text }) => definedTemplates(text));
  const template = (name: string): Omit<Found, "line"> | undefined => {
    if (bundledTemplates.test(name) || names.includes(name)) return undefined;
    // What its template files define is known only where they are at hand.
    if (named && loaded.length === 0) return undefined;
    const meant = nearest(name, names);
    return {
      reason: `no template "${name}" is defined`,
      remedy: meant ? `did you mean "${meant}"?` : "define it in a file that `templates` names",
    };
  };
  return file.reading.leaves
    .filter(({ kind }) => kind === "template" || kind === "templateUrl")
    .flatMap(({ item }) =>
      templateMistakes(item.text, notificationTemplates, { template }).map(({ at, reason, remedy }) => ({
        line: item.lineAt(at),
        reason,
        remedy,
      })),
    );
}

function templateFile({ file, all }: FileSubject): readonly Found[] {
  const names = all.filter(({ kind }) => kind === "templates").flatMap(({ text }) => definedTemplates(text));
  const template = (name: string): Omit<Found, "line"> | undefined =>
    bundledTemplates.test(name) || names.includes(name)
      ? undefined
      : { reason: `no template "${name}" is defined`, remedy: "define it" };
  return templateMistakes(file.text, notificationTemplates, { template }).map(({ at, reason, remedy }) => ({
    line: file.text.slice(0, at).split("\n").length,
    reason,
    remedy,
  }));
}
