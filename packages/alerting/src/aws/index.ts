export * from "./alert-manager.ts";
export * from "./alert-topic.ts";
export * from "./slack-channel.ts";
