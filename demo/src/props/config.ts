import { z } from "zod";
import { bindHost, file, port } from "../config/values.ts";

/** The settings of the role `props`. */
export const propsConfigSchema = z.strictObject({
  host: bindHost,
  /** @default 8300 */
  port: port.default(8300),
  /** Answers TLS with a certificate and nothing else. @default 8343 */
  tlsPort: port.default(8343),
  /** What it shows and answers, as files: `pages/NAME`, `answers/NAME` with a status, `certificate-days`. */
  folder: file,
});

/** The settings of the role `props`, as written. */
export type PropsConfig = z.input<typeof propsConfigSchema>;

/** The settings of the role `props`, with every default filled in. */
export type ResolvedPropsConfig = z.output<typeof propsConfigSchema>;
