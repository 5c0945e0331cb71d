import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import {
  Server,
  ServerCredentials,
  type sendUnaryData,
  type ServerUnaryCall,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { publishedTypes } from "./published-types.ts";

type Properties = Record<string, JavaScriptValue>;

/** What a provider computes of a resource: outputs beyond the inputs. */
export type Computed = (type: string, id: string, inputs: Properties) => Properties;

/** What a provider answers to questions about what exists, by the question's token. */
export type Answers = Readonly<Record<string, Properties>>;

/** Inputs whose change makes a resource anew, by resource type. */
export type Replacing = Readonly<Record<string, readonly string[]>>;

/** What a double stands in for, and how. */
export interface Doubled {
  /** The package whose published types say what inputs are right. */
  readonly packageName: string;
  readonly version: string;
  readonly computed?: Computed;
  readonly answers?: Answers;
  readonly replacing?: Replacing;
}

/** A provider that is no provider: its resources live in this process only. */
export interface ProviderDouble {
  readonly port: number;
  /** Resources by id, as they were last created or updated. */
  readonly resources: ReadonlyMap<string, { readonly type: string; readonly inputs: Properties }>;
  readonly stop: () => void;
}

/**
 * A test double for a cloud provider behind the real engine, reached through PULUMI_DEBUG_PROVIDERS. It proves the
 * program's wiring, differences, order and secrets, and that inputs are what the provider's package publishes; not that
 * the cloud would accept them: it has no defaults and no checks of its own.
 */
export async function providerDouble({
  packageName,
  version,
  computed = () => ({}),
  answers = {},
  replacing = {},
}: Doubled): Promise<ProviderDouble> {
  const types = publishedTypes(packageName);
  const resources = new Map<string, { type: string; inputs: Properties }>();
  const outputs = (urn: string, id: string, inputs: Properties): Struct =>
    Struct.fromJavaScript({ ...computed(typeOf(urn), id, inputs), ...inputs });

  const calls: Record<string, (request: Request) => unknown> = {
    handshake: () => new provider.ProviderHandshakeResponse().setAcceptSecrets(true),
    checkConfig: (request) => new provider.CheckResponse().setInputs(request.getNews()),
    diffConfig: () => new provider.DiffResponse().setChanges(provider.DiffResponse.DiffChanges.DIFF_NONE),
    configure: () => accept(new provider.ConfigureResponse()).setSupportspreview(true),
    check: (request) => {
      const inputs = request.getNews().toJavaScript();
      const failures = types
        .problems(typeOf(request.getUrn()), inputs)
        .map((reason) => new provider.CheckFailure().setReason(reason));
      return new provider.CheckResponse().setInputs(request.getNews()).setFailuresList(failures);
    },
    diff: (request) => {
      const before = (request.getOldInputs?.() ?? request.getOlds()).toJavaScript();
      const after = request.getNews().toJavaScript();
      const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
        (key) => !key.startsWith("__") && !isDeepStrictEqual(before[key], after[key]),
      );
      const { DIFF_NONE, DIFF_SOME } = provider.DiffResponse.DiffChanges;
      return new provider.DiffResponse()
        .setChanges(changed.length === 0 ? DIFF_NONE : DIFF_SOME)
        .setDiffsList(changed)
        .setReplacesList(changed.filter((key) => replacing[typeOf(request.getUrn())]?.includes(key)));
    },
    create: (request) => {
      const inputs = request.getProperties().toJavaScript();
      if (request.getPreview())
        return new provider.CreateResponse().setProperties(Struct.fromJavaScript(inputs));
      const id = `double-${randomBytes(4).toString("hex")}`;
      resources.set(id, { type: typeOf(request.getUrn()), inputs });
      return new provider.CreateResponse().setId(id).setProperties(outputs(request.getUrn(), id, inputs));
    },
    read: (request) =>
      new provider.ReadResponse()
        .setId(request.getId())
        .setProperties(request.getProperties())
        .setInputs(request.getInputs?.()),
    update: (request) => {
      const inputs = request.getNews().toJavaScript();
      if (!request.getPreview()) resources.set(request.getId(), { type: typeOf(request.getUrn()), inputs });
      return new provider.UpdateResponse().setProperties(outputs(request.getUrn(), request.getId(), inputs));
    },
    delete: (request) => {
      resources.delete(request.getId());
      return new Empty();
    },
    invoke: (request) =>
      new provider.InvokeResponse().setReturn(Struct.fromJavaScript(answers[request.getTok()] ?? {})),
    getPluginInfo: () => new plugin.PluginInfo().setVersion(version),
    attach: () => new Empty(),
    cancel: () => new Empty(),
  };

  const server = new Server();
  server.addService(providerGrpc.ResourceProviderService, implementation(calls));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return {
    port,
    resources,
    stop: () => {
      server.forceShutdown();
    },
  };
}

/** The parts of the engine's requests that the double reads. */
interface Request {
  getTok(): string;
  getUrn(): string;
  getId(): string;
  getNews(): Struct;
  getOlds(): Struct;
  getOldInputs?(): Struct | undefined;
  getProperties(): Struct;
  getInputs?(): Struct | undefined;
  getPreview(): boolean;
}

interface Accepting {
  setAcceptsecrets(value: boolean): unknown;
}

// Secrets stay marked on their way through; the engine encrypts them in the state.
function accept<T extends Accepting>(response: T): T {
  response.setAcceptsecrets(true);
  return response;
}

function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

function implementation(calls: Record<string, (request: Request) => unknown>): UntypedServiceImplementation {
  return Object.fromEntries(
    Object.entries(calls).map(([name, answer]) => [
      name,
      (call: ServerUnaryCall<Request, unknown>, callback: sendUnaryData<unknown>) => {
        callback(null, answer(call.request));
      },
    ]),
  );
}
