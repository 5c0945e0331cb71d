import {
  probeCertificateExpiry,
  probeDurationSeconds,
  probeSuccess,
  promql,
  where,
} from "@monitoring/collection";
import type { Alert } from "../alert.ts";
import type { RuleGroup } from "../rule-group.ts";
import { series } from "../scenario.ts";

const crm = { job: "blackbox", instance: "http://crm:8201/health", service: "crm", probe: "http_2xx" };
const crmLabels = { instance: "http://crm:8201/health", service: "crm" };
const tls = {
  job: "blackbox",
  instance: "https://crm.example.com/health",
  service: "crm",
  probe: "http_2xx",
};

const day = 86_400;

const integrationDown: Alert = {
  name: "IntegrationDown",
  severity: "high",
  // Integrations are what is probed by plain HTTP; a lost scrape does not interrupt it.
  expr: promql`max by (service, instance) (last_over_time(${where(probeSuccess, { job: "blackbox", probe: "http_2xx" })}[1m])) == 0`,
  // Longer than a restart (under 30 s) and than a few answers in between that time out.
  for: "1m",
  keepFiringFor: "1m",
  summary: "{{ $labels.service }} does not answer at {{ $labels.instance }}",
  description: "Tools that need this service fail or answer without its data; all others work.",
  runbook: {
    checks: [
      {
        question: "What does it answer? The probe says why it failed.",
        command:
          "curl -s 'http://127.0.0.1:9115/probe?module=http_2xx&debug=true&target=http://crm:8201/health' | head -40",
      },
      {
        question: "Since when, and is it this one alone?",
        query: where(probeSuccess, { job: "blackbox", probe: "http_2xx" }),
      },
      {
        question: "Was it slow before?",
        query: where(probeDurationSeconds, { job: "blackbox", probe: "http_2xx" }),
      },
    ],
    fix: [
      "Look at the service's own status page or tell whoever runs it.",
      "If only this machine does not reach it, look at name resolution, proxy and certificate.",
      "If it stays away, switch off the tools that need it rather than let people wait for them.",
    ],
  },
  fault: "integration-blocked",
  fires: [
    {
      when: "it does not answer for a minute, a lost scrape among them",
      interval: "15s",
      series: [series(probeSuccess, crm, "1x3 0x1 stale 0x4 1x20")],
      at: "120s",
      // It answers at 180 s, and a minute more in case it fails again.
      until: "240s",
      labels: crmLabels,
      summary: "crm does not answer at http://crm:8201/health",
    },
    {
      when: "it does not answer, three probes in a row are lost, and then all",
      interval: "15s",
      series: [series(probeSuccess, crm, "1x3 0 _x3 0x4 _x20")],
      at: "120s",
      // A minute after the last probe, at 180 s, and a minute more in case it fails again.
      until: "300s",
      labels: crmLabels,
      summary: "crm does not answer at http://crm:8201/health",
    },
  ],
  quiet: [
    {
      kind: "healthy",
      when: "it answers",
      interval: "15s",
      series: [series(probeSuccess, crm, "1x30")],
      at: "7m",
    },
    {
      kind: "brief",
      when: "it does not answer for 45 seconds",
      interval: "15s",
      series: [series(probeSuccess, crm, "1x3 0x3 1x20")],
      at: "6m",
    },
    {
      kind: "lost-scrape",
      when: "a probe is lost",
      interval: "15s",
      series: [series(probeSuccess, crm, "1x3 stale 1x20")],
      at: "6m",
    },
    {
      kind: "restart",
      when: "a restart of 25 seconds takes two probes",
      interval: "15s",
      series: [series(probeSuccess, crm, "1x3 0x1 1x20")],
      at: "6m",
    },
    {
      kind: "lookalike",
      when: "the MCP server and a database do not answer, or what another job probes, which are no integrations",
      interval: "15s",
      series: [
        series(probeSuccess, { ...crm, job: "own-probes" }, "0x30"),
        series(
          probeSuccess,
          {
            job: "blackbox",
            instance: "http://mcp-server:3001/mcp",
            service: "mcp-server",
            probe: "mcp_initialize",
          },
          "0x30",
        ),
        series(
          probeSuccess,
          { job: "blackbox", instance: "postgres:5432", service: "postgres", probe: "tcp_connect" },
          "0x30",
        ),
      ],
      at: "7m",
    },
  ],
};

const certificateExpiring: Alert = {
  name: "CertificateExpiring",
  severity: "warning",
  expr: (days) =>
    promql`min by (service, instance) (last_over_time(${where(probeCertificateExpiry, { job: "blackbox" })}[5m])) - time() < ${days} * ${day}`,
  // Let's Encrypt renews a month before the end: with two weeks left, renewal has failed.
  threshold: { value: 14, unit: "days", bad: "below" },
  // Behind a load balancer one machine may have the old certificate while it is exchanged.
  for: "1h",
  summary: "The certificate of {{ $labels.service }} expires in {{ $value | humanizeDuration }}",
  description:
    "Nothing is broken yet. From then on clients refuse the connection, and what is behind it is down for everybody.",
  runbook: {
    checks: [
      {
        question: "Which certificate, and when exactly?",
        query: promql`(${where(probeCertificateExpiry, { job: "blackbox" })} - time()) / ${day}`,
      },
      {
        question: "Which one does the server send?",
        command:
          "openssl s_client -connect crm.example.com:443 -servername crm.example.com </dev/null | openssl x509 -noout -subject -issuer -dates",
      },
      { question: "Why was it not renewed?", command: "journalctl -u certbot --since -30d" },
    ],
    fix: [
      "Renew it (`certbot renew`, or as its issuer says), and let the server read it again.",
      "If it is not yours, tell whoever runs the service.",
    ],
  },
  fault: "certificate-expiring",
  fires: [
    {
      when: "less than two weeks are left",
      interval: "1h",
      series: [series(probeCertificateExpiry, tls, `${20 * day}x150 ${110 * day}x10`)],
      at: "146h",
      until: "151h",
      labels: { instance: "https://crm.example.com/health", service: "crm" },
      summary: "The certificate of crm expires in 13d 22h 0m 0s",
    },
    {
      when: "behind one address one of two machines has the old certificate for an hour",
      interval: "1m",
      step: "1m",
      series: [
        series(probeCertificateExpiry, tls, `${20 * day}x5 ${13 * day}x70 ${110 * day}x10`),
        series(probeCertificateExpiry, { ...tls, probe: "mcp_discover" }, `${110 * day}x90`),
      ],
      at: "66m",
      until: "77m",
      labels: { instance: "https://crm.example.com/health", service: "crm" },
      summary: "The certificate of crm expires in 12d 22h 54m 0s",
    },
    {
      when: "less than two weeks are left, and no probe is answered for four minutes and then none any more",
      interval: "1m",
      step: "1m",
      series: [series(probeCertificateExpiry, tls, `${13 * day}x30 _x4 ${13 * day}x30 _x20`)],
      at: "60m",
      // Five minutes after the last answer.
      until: "70m",
      labels: { instance: "https://crm.example.com/health", service: "crm" },
      summary: "The certificate of crm expires in 12d 23h 0m 0s",
    },
  ],
  quiet: [
    {
      kind: "below",
      when: "15 days are left",
      interval: "1h",
      series: [series(probeCertificateExpiry, tls, `${16 * day}x24`)],
      at: "24h",
    },
    {
      kind: "healthy",
      when: "it is renewed a month before it expires",
      interval: "1h",
      series: [series(probeCertificateExpiry, tls, `${31 * day}x24 ${91 * day}x24`)],
      at: "48h",
    },
    {
      kind: "lookalike",
      when: "a service speaks plain HTTP and has no certificate, and another job looks at an old one",
      interval: "1h",
      series: [
        series(probeSuccess, crm, "1x48"),
        series(probeCertificateExpiry, { ...tls, job: "own-probes" }, `${day}x48`),
      ],
      at: "48h",
    },
  ],
};

/** What the server calls. */
export const integrationRules: RuleGroup = {
  name: "integrations",
  interval: "15s",
  recordings: [],
  alerts: [integrationDown],
};

/** Certificates of whatever is probed by TLS. */
export const certificateRules: RuleGroup = {
  name: "certificates",
  interval: "1m",
  testStep: "1h",
  recordings: [],
  alerts: [certificateExpiring],
};
