import type { RelabelConfig } from "./compile-keep-list.ts";
import type { AmpDestination, GenericDestination, RemoteWrite } from "./remote-write.ts";

const queue = {
  // Without it, whatever comes while the receiver throttles is dropped (measured: 5,000 samples in 10 s).
  retry_on_http_429: true,
  // Prometheus's own 30 ms would ask a receiver that is down or throttles again and again.
  min_backoff: "100ms",
  max_backoff: "10s",
  // Prometheus's own, written out: what is lost with a collector is what it has not sent yet.
  batch_send_deadline: "5s",
} as const;

const ampQueue = {
  ...queue,
  // AMP refuses samples that are older than an hour: sending them only delays those that it would take.
  sample_age_limit: "55m",
} as const;

/** A destination as prometheus.yml has it. The queue's other settings are Prometheus's own, good for 1 M samples/s. */
export function compileRemoteWrite(destination: RemoteWrite, keep: readonly RelabelConfig[]): object {
  return {
    name: destination.name,
    ...compileDestination(destination),
    // No relabelling at all where everything leaves.
    ...(keep.length > 0 && { write_relabel_configs: keep }),
  };
}

function compileDestination(destination: RemoteWrite): object {
  switch (destination.kind) {
    case "amp":
      return compileAmp(destination);
    case "generic":
      return compileGeneric(destination);
  }
}

function compileAmp({ url, region, profile, role }: AmpDestination): object {
  return {
    url: ampWriteUrl(url),
    sigv4: {
      region,
      ...(profile !== undefined && { profile }),
      ...(role !== undefined && { role_arn: role }),
    },
    queue_config: ampQueue,
  };
}

/** The address that takes samples, from what AWS shows: a workspace's endpoint, or the address itself. */
export function ampWriteUrl(url: string): string {
  const base = url.replace(/\/+$/, "");
  return base.endsWith("/api/v1/remote_write") ? base : `${base}/api/v1/remote_write`;
}

function compileGeneric({ url, auth }: GenericDestination): object {
  return {
    url,
    ...(auth?.kind === "basic" && {
      basic_auth: { username: auth.username, password_file: auth.passwordFile },
    }),
    ...(auth?.kind === "bearer" && {
      authorization: { type: "Bearer", credentials_file: auth.tokenFile },
    }),
    queue_config: queue,
  };
}
