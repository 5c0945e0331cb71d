export * from "./alarms.ts";
export * from "./alert-manager.ts";
export * from "./alert-topic.ts";
export * from "./pagerduty-secret.ts";
export * from "./slack-channel.ts";
