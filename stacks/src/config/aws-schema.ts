import { workspaceLimits } from "@monitoring/remote-storage";
import { z } from "zod";
import * as kinds from "./kinds.ts";

/** How long CloudWatch can keep logs, in days: it takes no other numbers. */
export const logRetentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const rds = kinds.mapping({
  instance: kinds.rdsInstance.describe("its identifier"),
  storage: kinds.size.describe("the storage that it was given: CloudWatch knows only how much is free"),
  memory: kinds.size.exactOptional().describe("the memory of its class; not watched unless set"),
});

const elasticache = kinds.mapping({ cluster: kinds.cacheNode.describe("its identifier") });

const ecs = kinds.mapping({
  cluster: kinds.ecsName.describe("the cluster's name"),
  service: kinds.ecsName.describe("the service's name"),
});

/** The account that the prod stack is in, and what is watched there. */
export const aws = kinds.mapping({
  region: kinds.region
    .exactOptional()
    .describe("where everything of the prod stack is; needed there, e.g. eu-central-1"),
  account: kinds.account
    .exactOptional()
    .describe("the only account that may be changed; credentials of any other are refused"),
  tags: kinds.tags.default({}).describe("tags of every AWS resource, e.g. { team: customer-success }"),
  rds: kinds
    .named(rds)
    .default({})
    .describe(
      "RDS instances whose storage, processors and memory CloudWatch watches, by a name of your choice",
    ),
  elasticache: kinds
    .named(elasticache)
    .default({})
    .describe("ElastiCache nodes whose memory and processor CloudWatch watches, by a name of your choice"),
  ecs: kinds
    .named(ecs)
    .default({})
    .describe("ECS services whose memory and processors CloudWatch watches, by a name of your choice"),
});

const seriesLimit = kinds.mapping({
  labels: kinds.labels.describe("labels that a series has to have, with their values"),
  maxSeries: kinds.count.describe("how many series may live at once"),
});

/** What the AMP workspace keeps, takes and logs. */
export const workspace = kinds.mapping({
  kmsKeyArn: kinds.keyArn
    .exactOptional()
    .describe("a key of your own that encrypts samples; a key of AWS's unless set, and never changed later"),
  retention: kinds.duration
    .default("150d")
    .describe(`how long samples are kept: whole days, up to ${workspaceLimits.retention}`),
  outOfOrderWindow: kinds.duration
    .default("10m")
    .describe(
      "how much older than the newest of its series a sample may be, as those are that a collector sends late; at most 10m",
    ),
  ruleQueryOffset: kinds.duration
    .default("1m")
    .describe(
      "how far back rules look, so that samples on their way have arrived; every alert is as much later",
    ),
  seriesLimit: kinds.count
    .default(100_000)
    .describe("how many series may live at once that no row of seriesLimits is about; more are refused"),
  seriesLimits: z
    .array(seriesLimit)
    .default([])
    .describe("limits for series with certain labels, so that they cannot take the place of others"),
  logRetention: kinds
    .oneOfNumbers(...logRetentions)
    .default(30)
    .describe("days for which CloudWatch keeps the workspace's logs"),
  slowQuerySamples: kinds.count
    .default(1_000_000)
    .describe("queries that read more samples than this are logged with their text"),
});
