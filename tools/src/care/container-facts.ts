/** A container of the stack as the engine describes it. */
export interface ContainerFacts {
  readonly id: string;
  readonly name: string;
  /** Its name without the stack's prefix. */
  readonly service: string;
  readonly image: string;
  /** In the engine's words: running, exited, restarting, created, paused, dead. */
  readonly state: string;
  /** Of its health check; `undefined` where it has none. */
  readonly health: string | undefined;
  readonly createdAt: string;
  readonly startedAt: string;
  readonly restarts: number;
  readonly exitCode: number;
  readonly oomKilled: boolean;
  /** Whether it is to run as long as the stack does; others write files once, or do one thing and end. */
  readonly longLived: boolean;
  /** In bytes; `undefined` where nobody could tell. */
  readonly memory: number | undefined;
  /** In bytes; 0 for none. */
  readonly memoryLimit: number;
}

interface Inspected {
  readonly Id: string;
  readonly Name: string;
  readonly Created: string;
  /** Id of its image. */
  readonly Image: string;
  readonly RestartCount: number;
  readonly State: {
    readonly Status: string;
    readonly StartedAt: string;
    readonly ExitCode: number;
    readonly OOMKilled: boolean;
    readonly Health?: { readonly Status: string };
  };
  readonly Config: { readonly Image: string };
  readonly HostConfig: { readonly Memory: number; readonly RestartPolicy: { readonly Name: string } };
}

/** What `docker inspect` does not tell: names of images, and what each container uses, by id. */
export interface Beside {
  readonly images: ReadonlyMap<string, string>;
  readonly memory: ReadonlyMap<string, number>;
}

/** Reads the answer of `docker inspect`, sorted by service. */
export function parseContainers(
  json: string,
  prefix: string,
  { images, memory }: Beside,
): readonly ContainerFacts[] {
  return (JSON.parse(json) as Inspected[])
    .map((found) => {
      const name = found.Name.replace(/^\//, "");
      return {
        id: found.Id,
        name,
        service: name.startsWith(`${prefix}-`) ? name.slice(prefix.length + 1) : name,
        image: images.get(found.Image) ?? found.Config.Image,
        state: found.State.Status,
        health: found.State.Health?.Status,
        createdAt: found.Created,
        startedAt: found.State.StartedAt,
        restarts: found.RestartCount,
        exitCode: found.State.ExitCode,
        oomKilled: found.State.OOMKilled,
        longLived: !["", "no"].includes(found.HostConfig.RestartPolicy.Name),
        memory: memory.get(found.Id),
        memoryLimit: found.HostConfig.Memory,
      };
    })
    .sort((a, b) => a.service.localeCompare(b.service));
}

/** Names of images by id, from `docker image ls` with id, repository, tag and digest: the tag where there is one. */
export function parseImages(text: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const line of text.split("\n").filter(Boolean)) {
    const [id = "", repository = "", tag = "", digest = ""] = line.split("\t");
    if (tag !== "<none>") names.set(id, `${repository}:${tag}`);
    else if (digest !== "<none>" && !names.has(id)) names.set(id, `${repository}@${digest.slice(0, 19)}`);
  }
  return names;
}
