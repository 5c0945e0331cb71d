import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ampApi, regionOf } from "../../src/silences/amp-api.ts";
import { carriedSignature, signatureOf, type SeenRequest } from "./signature-double.ts";

// AWS's published test suite for Signature Version 4, "get-vanilla" and "post-vanilla".
const vector = {
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" },
  date: "20150830T123600Z",
  get: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
  post: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
} as const;

describe("a signature", () => {
  test.each(["get", "post"] as const)(
    "of AWS's published vector %s-vanilla is as published",
    async (name) => {
      const method = name.toUpperCase();
      const signer = new SignatureV4({
        service: "service",
        region: "us-east-1",
        credentials: vector.credentials,
        sha256: Sha256,
        applyChecksum: false,
      });
      const { headers } = await signer.sign(
        {
          method,
          protocol: "https:",
          hostname: "example.amazonaws.com",
          path: "/",
          headers: { host: "example.amazonaws.com" },
        },
        { signingDate: new Date("2015-08-30T12:36:00Z") },
      );
      const seen: SeenRequest = { method, path: "/", headers, body: "" };
      expect(headers["x-amz-date"]).toBe(vector.date);
      expect(carriedSignature(seen)).toBe(vector[name]);
      expect(signatureOf(seen, vector.credentials.secretAccessKey)).toBe(vector[name]);
    },
  );
});

// Not AMP: a double that checks signatures as AWS describes them, and answers as Alertmanager would.
describe("the API of a workspace", () => {
  const credentials = { ...vector.credentials, sessionToken: "token/with+signs=" };
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      const one = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body };
      seen.push(one);
      const right = carriedSignature(one) === signatureOf(one, credentials.secretAccessKey);
      response.statusCode = right ? 200 : 403;
      response.end(
        right ? '{"silenceID":"1"}' : '{"message":"The request signature we calculated does not match"}',
      );
    });
  });
  let workspace: string;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    workspace = `http://127.0.0.1:${(server.address() as AddressInfo).port}/workspaces/ws-1/`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  const api = (secret: string = credentials.secretAccessKey) =>
    ampApi({
      workspace,
      region: "eu-central-1",
      credentials: () => Promise.resolve({ ...credentials, secretAccessKey: secret }),
    });

  test("is asked with requests that are signed, whatever is in them", async () => {
    await api().get('/silences?filter=service%3D"a b"');
    await api().post("/silences", JSON.stringify({ comment: "ünïcödé 日本" }));
    await api().expire("3f2a/../x y");
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /workspaces/ws-1/alertmanager/api/v2/silences?filter=service%3D%22a%20b%22",
      "POST /workspaces/ws-1/alertmanager/api/v2/silences",
      "DELETE /workspaces/ws-1/alertmanager/api/v2/silence/3f2a%2F..%2Fx%20y",
    ]);
    expect(String(seen[0]?.headers["authorization"])).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/aps\/aws4_request, SignedHeaders=host;/,
    );
    expect(seen[0]?.headers["x-amz-security-token"]).toBe(credentials.sessionToken);
  });

  test("refuses a wrong key, in its own words", async () => {
    await expect(api("wrong").get("/silences")).rejects.toThrow(
      'Alertmanager refused it (403): {"message":"The request signature we calculated does not match"}',
    );
  });
});

describe("a workspace's address", () => {
  test("names its region", () => {
    expect(regionOf("https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/ws-ab12-34/")).toBe(
      "eu-central-1",
    );
    expect(regionOf("https://aps-workspaces.us-gov-west-1.amazonaws.com/workspaces/ws-1")).toBe(
      "us-gov-west-1",
    );
  });

  test.each([
    "http://aps-workspaces.eu-central-1.amazonaws.com/workspaces/ws-1",
    "https://evil.example/workspaces/ws-1",
    "ws-1",
  ])("%s is refused", (address) => {
    expect(() => regionOf(address)).toThrow(/is no workspace; it must be https:\/\/aps-workspaces/);
  });
});
