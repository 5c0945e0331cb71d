import { once } from "node:events";
import { createServer } from "node:http";
import { listen } from "../loopback.ts";

/** Credentials as a task on ECS has them: from an address that its environment names. */
export interface TaskRole {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** What the process is given. */
  readonly env: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

// The example of AWS's own documentation.
const accessKeyId = "ASIAIOSFODNN7EXAMPLE";
const secretAccessKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/** A stand-in for the address on which ECS gives a task its role's credentials. */
export async function serveTaskRole(): Promise<TaskRole> {
  const server = createServer((_, response) => {
    response.setHeader("content-type", "application/json");
    response.end(
      JSON.stringify({
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        Token: "session-token-of-a-task",
        Expiration: new Date(Date.now() + 6 * 3_600_000).toISOString(),
      }),
    );
  });
  const port = await listen(server);
  return {
    accessKeyId,
    secretAccessKey,
    env: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/role`,
      AWS_EC2_METADATA_DISABLED: "true",
      // No settings of the person who runs this.
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      AWS_ACCESS_KEY_ID: "",
      AWS_SECRET_ACCESS_KEY: "",
      AWS_PROFILE: "",
      // With one, Prometheus's discovery of ECS does not start (3.14).
      AWS_CA_BUNDLE: "",
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
