import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { TaskFile } from "./task-files.ts";

/** Where the configuration of tasks lies. */
export interface ConfigBucketArgs {
  /** Starts the bucket's name; AWS adds what makes it unlike all others in the world. */
  readonly prefix: string;
}

/** A private bucket with every version of the files that tasks are configured with. */
export class ConfigBucket extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  readonly #bucket: aws.s3.Bucket;
  readonly #versioning: aws.s3.BucketVersioning;

  /** Registers the bucket, closed to the public, with versions, and without any that nobody has used for three months. */
  constructor(name: string, args: ConfigBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("monitoring:collection/aws:ConfigBucket", name, {}, opts);
    const parent = { parent: this };
    this.#bucket = new aws.s3.Bucket(
      name,
      { bucketPrefix: `${args.prefix}-config-`, forceDestroy: true },
      parent,
    );
    const bucket = this.#bucket.id;
    new aws.s3.BucketPublicAccessBlock(
      name,
      {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      parent,
    );
    this.#versioning = new aws.s3.BucketVersioning(
      name,
      { bucket, versioningConfiguration: { status: "Enabled" } },
      parent,
    );
    new aws.s3.BucketLifecycleConfiguration(
      name,
      {
        bucket,
        rules: [
          {
            id: "old-versions",
            status: "Enabled",
            filter: {},
            noncurrentVersionExpiration: { noncurrentDays: 90 },
          },
        ],
      },
      { parent: this, dependsOn: [this.#versioning] },
    );
    this.arn = this.#bucket.arn;
    this.registerOutputs({ arn: this.arn });
  }

  /** Puts a file there, and says how a task gets exactly this version of it. */
  file(name: string, key: string, content: pulumi.Input<string>, to: string): TaskFile {
    const object = new aws.s3.BucketObjectv2(
      name,
      { bucket: this.#bucket.id, key, content, contentType: "text/plain; charset=utf-8" },
      { parent: this, dependsOn: [this.#versioning] },
    );
    return {
      to,
      from: { kind: "object", bucket: this.#bucket.id, key, arn: object.arn, version: object.versionId },
    };
  }
}
