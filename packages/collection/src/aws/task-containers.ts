import { fetchFilesProgram, nobody, type TaskFile } from "./task-files.ts";

/** A container of a task, before it is what ECS wants. */
export interface TaskContainer {
  readonly name: string;
  readonly image: string;
  readonly entrypoint?: readonly string[];
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Folder by name of the task's volume; what is not to be written to is read-only. */
  readonly mounts: readonly { readonly volume: string; readonly path: string; readonly readOnly: boolean }[];
  /** Port that it answers on. */
  readonly port: number;
  readonly memoryMb: number;
  /** Shell condition that tells whether it is well. @default not asked */
  readonly healthy?: string;
  /** Whether the task ends with it. */
  readonly essential: boolean;
}

/** Where a task's logs go. */
export interface TaskLogs {
  readonly group: string;
  readonly region: string;
}

/** The files as plain values. */
export interface TaskOrder {
  readonly files: readonly TaskFile[];
  /** Folders that the other containers may write to. */
  readonly folders: readonly string[];
}

// Without those of the engine's defaults that it does not need: it hands files over to another user, and no more.
const needless = [
  ...["AUDIT_WRITE", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "NET_RAW"],
  ...["SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"],
];

/** The container definitions of a task as ECS wants them: the one that brings the files, and those that wait for it. */
export function taskContainers(
  containers: readonly TaskContainer[],
  order: TaskOrder,
  bringer: { readonly image: string },
  logs: TaskLogs,
): readonly object[] {
  return [
    {
      ...common("files", bringer.image, logs),
      essential: false,
      entryPoint: ["node"],
      command: ["--input-type=module", "--eval", fetchFilesProgram()],
      environment: [
        { name: "FILES", value: JSON.stringify({ region: logs.region, owner: nobody, ...order }) },
      ],
      // Root, because a task's volumes belong to it; see above for what is left of its rights.
      user: "0",
      linuxParameters: { capabilities: { drop: needless } },
      memoryReservation: 64,
      mountPoints: distinct(containers.flatMap(({ mounts }) => mounts)).map(({ volume, path }) => ({
        sourceVolume: volume,
        containerPath: path,
        readOnly: false,
      })),
    },
    ...containers.map((container) => ({
      ...common(container.name, container.image, logs),
      essential: container.essential,
      ...(container.entrypoint && { entryPoint: container.entrypoint }),
      command: container.command,
      environment: Object.entries(container.environment ?? {}).map(([name, value]) => ({ name, value })),
      user: `${nobody}:${nobody}`,
      linuxParameters: { capabilities: { drop: ["ALL"] } },
      memory: container.memoryMb,
      dependsOn: [{ containerName: "files", condition: "SUCCESS" }],
      mountPoints: container.mounts.map(({ volume, path, readOnly }) => ({
        sourceVolume: volume,
        containerPath: path,
        readOnly,
      })),
      portMappings: [{ containerPort: container.port, protocol: "tcp" }],
      // The most that Fargate gives: what is collected is sent before the end.
      stopTimeout: 120,
      ...(container.healthy !== undefined && {
        healthCheck: {
          command: ["CMD-SHELL", container.healthy],
          interval: 10,
          timeout: 5,
          retries: 3,
          startPeriod: 120,
        },
      }),
    })),
  ];
}

function common(name: string, image: string, logs: TaskLogs): object {
  return {
    name,
    image,
    readonlyRootFilesystem: true,
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": logs.group,
        "awslogs-region": logs.region,
        "awslogs-stream-prefix": name,
        // A log that cannot be written must not stop what is collected.
        mode: "non-blocking",
      },
    },
  };
}

function distinct(mounts: TaskContainer["mounts"]): TaskContainer["mounts"] {
  return [...new Map(mounts.map((mount) => [mount.volume, mount])).values()];
}
