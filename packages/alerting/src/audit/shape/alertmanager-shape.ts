import { httpClient, sigv4, tls } from "./http-client.ts";
import type { Shape } from "./shape.ts";

const http: Shape = { keys: httpClient };

const matching = (kind: "source" | "target"): Readonly<Record<string, Shape>> => ({
  [`${kind}_match`]: { map: "text" },
  [`${kind}_match_re`]: { map: "regex" },
  [`${kind}_matchers`]: { list: "text" },
});

const route = (): Shape => ({
  keys: {
    receiver: "text",
    group_by: { list: "text" },
    match: { map: "text" },
    match_re: { map: "regex" },
    matchers: { list: "text" },
    mute_time_intervals: { list: "text" },
    active_time_intervals: { list: "text" },
    continue: "bool",
    routes: () => ({ list: route() }),
    group_wait: "duration",
    group_interval: "duration",
    repeat_interval: "duration",
  },
});

const intervals: Shape = {
  list: {
    keys: {
      name: "text",
      time_intervals: {
        list: {
          keys: {
            times: {
              list: { keys: { start_time: "text", end_time: "text" }, required: ["start_time", "end_time"] },
            },
            weekdays: { list: "text" },
            days_of_month: { list: "text" },
            months: { list: "text" },
            years: { list: "text" },
            location: "text",
          },
        },
      },
    },
    required: ["name"],
  },
};

/** The settings of each way out: texts are templates unless a row says otherwise. */
const ways: Readonly<
  Record<string, readonly [Readonly<Record<string, Shape>>, string, ...(readonly string[])[]]>
> = {
  discord_configs: [
    { webhook_url: "secretUrl", webhook_url_file: "file" },
    "content title message username avatar_url",
  ],
  email_configs: [
    {
      to: "template",
      from: "template",
      hello: "text",
      smarthost: "text",
      auth_username: "text",
      auth_password: "secret",
      auth_password_file: "file",
      auth_secret: "secret",
      auth_secret_file: "file",
      auth_identity: "text",
      headers: { map: "template" },
      require_tls: "bool",
      tls_config: tls,
      force_implicit_tls: "bool",
      threading: { keys: { enabled: "bool", thread_by_date: "text" } },
    },
    "html text",
    ["to"],
  ],
  incidentio_configs: [
    {
      url: "url",
      url_file: "file",
      alert_source_token: "secret",
      alert_source_token_file: "file",
      max_alerts: "number",
      timeout: "goDuration",
    },
    "",
  ],
  pagerduty_configs: [
    {
      service_key: "secret",
      service_key_file: "file",
      routing_key: "secret",
      routing_key_file: "file",
      url: "url",
      details: { map: "any" },
      images: { list: { keys: { src: "template", alt: "template", href: "template" } } },
      links: { list: { keys: { href: "template", text: "template" } } },
      timeout: "goDuration",
    },
    "client client_url description source severity class component group",
  ],
  slack_configs: [
    {
      api_url: "secretUrl",
      api_url_file: "file",
      app_token: "secret",
      app_token_file: "file",
      app_url: "url",
      short_fields: "bool",
      link_names: "bool",
      mrkdwn_in: { list: "text" },
      fields: { list: { keys: { title: "template", value: "template", short: "bool" } } },
      actions: {
        list: {
          keys: {
            type: "template",
            text: "template",
            url: "template",
            style: "template",
            name: "template",
            value: "template",
            confirm: {
              keys: { text: "template", title: "template", ok_text: "template", dismiss_text: "template" },
            },
          },
        },
      },
      timeout: "goDuration",
    },
    "channel username color title title_link pretext text message_text footer fallback callback_id icon_emoji icon_url image_url thumb_url",
  ],
  webhook_configs: [
    { url: "templateUrl", url_file: "file", max_alerts: "number", timeout: "goDuration" },
    "",
  ],
  opsgenie_configs: [
    {
      api_key: "secret",
      api_key_file: "file",
      api_url: "url",
      details: { map: "template" },
      responders: {
        list: { keys: { id: "template", name: "template", username: "template", type: "template" } },
      },
      update_alerts: "bool",
    },
    "message description source entity actions tags note priority",
  ],
  wechat_configs: [
    { api_secret: "secret", api_secret_file: "file", corp_id: "text", api_url: "url" },
    "message to_user to_party to_tag agent_id message_type",
  ],
  pushover_configs: [
    {
      user_key: "secret",
      user_key_file: "file",
      token: "secret",
      token_file: "file",
      retry: "text",
      expire: "text",
      ttl: "text",
      html: "bool",
      monospace: "bool",
    },
    "title message url url_title device sound priority",
  ],
  victorops_configs: [
    { api_key: "secret", api_key_file: "file", api_url: "url", custom_fields: { map: "template" } },
    "routing_key message_type state_message entity_display_name monitoring_tool",
    ["routing_key"],
  ],
  sns_configs: [
    { api_url: "template", sigv4, attributes: { map: "template" } },
    "topic_arn phone_number target_arn subject message",
  ],
  telegram_configs: [
    {
      api_url: "url",
      bot_token: "secret",
      bot_token_file: "file",
      chat_id: "text",
      chat_id_file: "file",
      message_thread_id: "number",
      disable_notifications: "bool",
      parse_mode: "text",
    },
    "message",
  ],
  webex_configs: [{ api_url: "url", room_id: "text" }, "message", ["room_id"]],
  msteams_configs: [{ webhook_url: "secretUrl", webhook_url_file: "file" }, "title summary text"],
  msteamsv2_configs: [{ webhook_url: "secretUrl", webhook_url_file: "file" }, "title text"],
  jira_configs: [
    {
      api_url: "url",
      api_type: "text",
      summary: "any",
      description: "any",
      labels: { list: "template" },
      reopen_duration: "duration",
      fields: { map: "any" },
    },
    "project priority issue_type reopen_transition resolve_transition wont_fix_resolution",
    ["project", "issue_type"],
  ],
  rocketchat_configs: [
    {
      api_url: "url",
      token: "secret",
      token_file: "file",
      token_id: "secret",
      token_id_file: "file",
      fields: "any",
      actions: "any",
      short_fields: "bool",
      link_names: "bool",
    },
    "channel color title title_link text emoji icon_url image_url thumb_url",
  ],
  mattermost_configs: [
    { webhook_url: "secretUrl", webhook_url_file: "file", attachments: "any", props: "any", priority: "any" },
    "channel username text icon_url icon_emoji type",
  ],
};

/** Names of the ways out: `email_configs` and so on. */
export const wayNames: readonly string[] = Object.keys(ways);

const receiverKeys = Object.fromEntries(
  Object.entries(ways).map(([name, [own, templates, required]]): [string, Shape] => [
    name,
    {
      list: {
        keys: {
          send_resolved: "bool",
          http_config: http,
          ...Object.fromEntries(
            templates
              .split(" ")
              .filter(Boolean)
              .map((key) => [key, "template" as const]),
          ),
          ...own,
        },
        ...(required && { required }),
      },
    },
  ]),
);

/** alertmanager.yml (alertmanager 0.31, config/config.go and config/notifiers.go). */
export const alertmanagerShape: Shape = {
  keys: {
    global: {
      keys: {
        resolve_timeout: "duration",
        http_config: http,
        jira_api_url: "url",
        smtp_from: "text",
        smtp_hello: "text",
        smtp_smarthost: "text",
        smtp_auth_username: "text",
        smtp_auth_password: "secret",
        smtp_auth_password_file: "file",
        smtp_auth_secret: "secret",
        smtp_auth_secret_file: "file",
        smtp_auth_identity: "text",
        smtp_require_tls: "bool",
        smtp_tls_config: tls,
        smtp_force_implicit_tls: "bool",
        slack_api_url: "secretUrl",
        slack_api_url_file: "file",
        slack_app_token: "secret",
        slack_app_token_file: "file",
        slack_app_url: "url",
        pagerduty_url: "url",
        opsgenie_api_url: "url",
        opsgenie_api_key: "secret",
        opsgenie_api_key_file: "file",
        wechat_api_url: "url",
        wechat_api_secret: "secret",
        wechat_api_secret_file: "file",
        wechat_api_corp_id: "text",
        victorops_api_url: "url",
        victorops_api_key: "secret",
        victorops_api_key_file: "file",
        telegram_api_url: "url",
        telegram_bot_token: "secret",
        telegram_bot_token_file: "file",
        webex_api_url: "url",
        rocketchat_api_url: "url",
        rocketchat_token: "secret",
        rocketchat_token_file: "file",
        rocketchat_token_id: "secret",
        rocketchat_token_id_file: "file",
      },
    },
    route,
    receivers: { list: { keys: { name: "text", ...receiverKeys }, required: ["name"] } },
    inhibit_rules: {
      list: {
        keys: { name: "text", ...matching("source"), ...matching("target"), equal: { list: "text" } },
      },
    },
    templates: { list: "glob" },
    mute_time_intervals: intervals,
    time_intervals: intervals,
    tracing: { keys: {}, others: () => "any" },
  },
  required: ["route", "receivers"],
};
