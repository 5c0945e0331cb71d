import { z } from "zod";

/** A TCP port to listen on or to connect to. */
export const port = z.int().min(1).max(65535);

/** An address to bind to; in a container every address is the private network's. */
export const bindHost = z.string().min(1).default("0.0.0.0");

/** The path of a mounted file; a secret is only ever read from such a file. */
export const file = z.string().regex(/^\//, { error: "an absolute path of a file" });

/** An http or https address. */
export const httpUrl = z.url({ protocol: /^https?$/ });
