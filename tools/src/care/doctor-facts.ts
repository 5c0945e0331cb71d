/** The engine as `docker info` describes it, in its own words. */
export interface EngineInfo {
  readonly ServerVersion: string;
  readonly Driver: string;
  readonly DriverStatus?: readonly (readonly [string, string])[] | null;
  readonly CgroupVersion?: string;
  readonly MemoryLimit?: boolean;
  readonly SecurityOptions?: readonly string[] | null;
  readonly OperatingSystem: string;
  readonly Architecture: string;
  readonly KernelVersion: string;
  readonly NCPU: number;
  readonly MemTotal: number;
  readonly DockerRootDir: string;
  readonly SystemTime: string;
  readonly Warnings?: readonly string[] | null;
}

/** A port that the stack publishes. */
export interface PortFacts {
  readonly service: string;
  readonly address: string;
  readonly port: number;
  /** The stack's own container, a container of that name, another program, or nobody. */
  readonly holder: "own" | "nobody" | "a program" | { readonly container: string };
}

/** A folder of the toolchain's cache. */
export interface CacheEntry {
  readonly name: string;
  readonly bytes: number;
}

/** Whether a name resolves where it matters. */
export interface NameFacts {
  readonly name: string;
  readonly resolves: boolean;
}

/** What a stack of another prefix, or somebody without a label, has on the engine. */
export interface OtherStack {
  readonly prefix: string;
  readonly running: number;
  readonly stopped: number;
  readonly volumes: readonly string[];
}

/** All that `doctor` looks at, as it was found. `undefined` is what nobody could tell. */
export interface DoctorFacts {
  readonly platform: string;
  readonly arch: string;
  readonly nodeVersion: string;
  readonly cliVersion: string | undefined;
  /** The address of the engine. */
  readonly host: string;
  /** Why the engine does not answer. */
  readonly engineProblem: string | undefined;
  readonly engine: EngineInfo | undefined;
  /** How far the engine's clock is ahead of this machine's, in milliseconds, and how sure that is. */
  readonly clockAheadMs: number | undefined;
  readonly clockUnsureMs: number;
  readonly engineFree: number | undefined;
  readonly ports: readonly PortFacts[] | undefined;
  /** Containers with the stack's names that the stack did not make. */
  readonly foreign: readonly string[];
  readonly others: readonly OtherStack[];
  /** Whether the stack's Prometheus runs, which the next two are asked of. */
  readonly running: boolean;
  readonly names: readonly NameFacts[];
  readonly openFiles: { readonly used: number; readonly limit: number } | undefined;
  readonly cacheFolder: string;
  readonly cache: readonly CacheEntry[];
  readonly cacheFree: number | undefined;
  readonly pulumiVersion: string;
  readonly pulumiReady: boolean;
  readonly settingsProblem: string | undefined;
}
