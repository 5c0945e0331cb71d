import { dataVolume, seededVolume, type Site } from "@monitoring/collection/docker";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { InboxConfig } from "../index.ts";
import { filesFolder, nodeUser, programContainer } from "./program.ts";

/** A local stand-in for e-mail, Slack, PagerDuty and a heartbeat service. */
export interface InboxArgs {
  readonly site: Site;
  readonly image: pulumi.Input<string>;
  /** Of the page that shows what arrived. */
  readonly port: number | false;
  /** What senders authenticate with: the SMTP password, the webhook's secret, the routing key, the bearer token. */
  readonly token: pulumi.Output<string>;
  readonly slackPath: (token: string) => string;
  readonly smtpUser: string;
}

/** Receives what Alertmanager's real receivers send, checks their credentials and shows it on a page. */
export class Inbox extends pulumi.ComponentResource {
  /** Name of the volume with `ca.pem`, the authority that signed the mail server's certificate. */
  readonly caVolume: pulumi.Output<string>;

  /** Registers image, volumes, seeder and the program. */
  constructor(name: string, args: InboxArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:demo/docker:Inbox", name, {}, opts);
    const { site, token } = args;
    const parent = { parent: this };
    const image = new docker.RemoteImage(`${name}-image`, { name: args.image, keepLocally: true }, parent);
    const { mount, seeder } = seededVolume(
      `${name}-files`,
      {
        site,
        image: image.imageId,
        owner: nodeUser,
        volume: "inbox-files",
        target: filesFolder,
        files: { "inbox.json": JSON.stringify(compileInbox(args.smtpUser)) },
        secrets: { token, "slack-url": token.apply(args.slackPath) },
      },
      parent,
    );
    const tls = dataVolume(`${name}-tls`, site, "inbox-tls", { ...parent, protect: false });
    const data = dataVolume(`${name}-data`, site, "inbox-data", { ...parent, protect: false });
    programContainer(
      name,
      "inbox",
      {
        site,
        service: "inbox",
        image: image.imageId,
        mounts: [mount, { volume: tls.name, target: "/tls" }, { volume: data.name, target: "/data" }],
        networks: ["notify"],
        ports: [{ inside: 8025, host: args.port }],
        restartOn: seeder.id,
      },
      { ...parent, dependsOn: [seeder] },
    );
    this.caVolume = tls.name;
    this.registerOutputs({ caVolume: this.caVolume });
  }
}

function compileInbox(smtpUser: string): InboxConfig {
  const tokenFile = `${filesFolder}/token`;
  return {
    smtp: { user: smtpUser, passwordFile: tokenFile },
    slack: { urlFile: `${filesFolder}/slack-url` },
    pagerduty: { routingKeyFile: tokenFile },
    webhook: { tokenFile },
    heartbeat: { tokenFile },
    dataDirectory: "/data",
  };
}
