export { ConfigError, parseConfig } from "./config/parse.ts";
export { inboxConfigSchema, type InboxConfig, type ResolvedInboxConfig } from "./inbox/config.ts";
export {
  integrationsConfigSchema,
  type IntegrationsConfig,
  type ResolvedIntegrationsConfig,
} from "./integrations/config.ts";
export { loadConfigSchema, type LoadConfig, type ResolvedLoadConfig } from "./load/config.ts";
export { propsConfigSchema, type PropsConfig, type ResolvedPropsConfig } from "./props/config.ts";
export { serverConfigSchema, type ResolvedServerConfig, type ServerConfig } from "./server/config.ts";
export { parseTokens, type Client, type Scope } from "./server/tokens.ts";
export { faultDescriptions, faultNames, type FaultName } from "./server/faults/names.ts";
