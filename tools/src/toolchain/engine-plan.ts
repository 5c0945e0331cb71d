/** What was found out about the machine's Docker. */
export interface EngineFacts {
  /** The answer to `docker version`: the server's version, or what went wrong. */
  readonly cli: "missing" | "answers" | "no answer" | "not allowed";
  /** What the CLI said when it got no answer. */
  readonly said: string;
  /** The engine's address. */
  readonly host: string;
  /** Whether that address was chosen by the person (DOCKER_HOST or a context). */
  readonly hostIsChosen: boolean;
  readonly daemonInstalled: boolean;
  readonly root: boolean;
  readonly platform: string;
  /** Whether it is Debian, Ubuntu or one of their kind. */
  readonly debian: boolean;
}

/** What to do about the engine. */
export type EnginePlan =
  | { readonly kind: "use" }
  | { readonly kind: "start" }
  | { readonly kind: "install" }
  | { readonly kind: "tell"; readonly message: string };

/** Decides what to do about the engine: use it, start it, install it, or say what the person has to do. */
export function planEngine(facts: EngineFacts): EnginePlan {
  const again = "then run the same command again";
  if (facts.cli === "answers") return { kind: "use" };
  if (facts.cli === "not allowed") {
    return tell(
      `this user may not use the Docker engine at ${facts.host}: run \`sudo usermod -aG docker $USER\` and log in again, ${again}`,
    );
  }
  if (facts.hostIsChosen && facts.cli !== "missing") {
    return tell(
      `the Docker engine at ${facts.host}, which DOCKER_HOST or the docker context names, does not answer (${facts.said}): ` +
        `start it, or choose another one (\`docker context use default\`, \`unset DOCKER_HOST\`), ${again}`,
    );
  }
  if (facts.platform !== "linux") {
    return tell(
      `no Docker engine answers at ${facts.host}: start Docker Desktop (or colima, OrbStack), ${again}`,
    );
  }
  if (facts.daemonInstalled && facts.cli !== "missing") {
    if (facts.root) return { kind: "start" };
    return tell(
      `the Docker engine is installed but does not run: start it with \`sudo systemctl start docker\`, ${again}`,
    );
  }
  if (facts.root && facts.debian) return { kind: "install" };
  if (facts.debian) {
    return tell(
      `there is no Docker engine: run \`sudo apt-get install docker.io\` and \`sudo usermod -aG docker $USER\`, log in again, ${again}`,
    );
  }
  return tell(
    `there is no Docker engine: install it (https://docs.docker.com/engine/install/) and start it, ${again}`,
  );
}

function tell(message: string): EnginePlan {
  return { kind: "tell", message };
}
