export * from "./audit.ts";
export { kindNames, type FileKind } from "./document.ts";
export { compileAuditPage } from "./compile-audit-page.ts";
export * from "./finding.ts";
export * from "./known.ts";
export { parseMatchers, passes, type AlertMatcher } from "./route-tree.ts";
export type { Reference } from "./reference.ts";
export { readFile, type AuditedFile } from "./document.ts";
