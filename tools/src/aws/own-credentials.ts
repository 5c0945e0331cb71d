import { UserError } from "../user-error.ts";
import type { AwsCredentials } from "./sign-for-amp.ts";

/** The credentials of the person who calls, wherever AWS's own tools find them. @throws UserError if there are none */
export async function ownCredentials(): Promise<() => Promise<AwsCredentials>> {
  // Loaded only here: dev needs nothing of AWS.
  const { defaultProvider } = await import("@aws-sdk/credential-provider-node");
  const provide = defaultProvider();
  return async () =>
    provide().catch((error: unknown) => {
      throw new UserError(
        `there are no credentials for AWS (${(error as Error).message}); log in, or set AWS_PROFILE`,
      );
    });
}
