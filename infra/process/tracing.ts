// The exporter of spans. Its packages are loaded only in a process that has IM_OTEL_ENDPOINT.
import { DiagLogLevel, diag, trace } from '@opentelemetry/api';
import type { Log } from '../ports/index.ts';
import { asError } from './errors.ts';

const FLUSH_MS = 2000;

export interface TracingOptions {
  /** Where an OpenTelemetry collector takes OTLP over HTTP: "http://127.0.0.1:4318". */
  readonly endpoint: string;
  readonly role: string;
  readonly instance: string;
  readonly log: Log;
}

/** Exports the spans of this process from now on, in batches and off the way of commands. A full queue drops spans. */
export async function startTracing({ endpoint, role, instance, log }: TracingOptions): Promise<{ stop(): Promise<void> }> {
  const [{ BatchSpanProcessor, TracerProvider }, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const warn = (message: string): void => log.warn({ reason: message }, 'tracing: spans are not exported');
  diag.setLogger(
    { error: warn, warn, info: () => undefined, debug: () => undefined, verbose: () => undefined },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': `im-${role}`, 'service.instance.id': instance }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: 1000, exportTimeoutMillis: FLUSH_MS })],
  });
  trace.setGlobalTracerProvider(provider);
  return {
    async stop() {
      // Spans are worth no more waiting than this, and a collector that is away is no failure of the process.
      await provider.shutdown().catch((error: unknown) => warn(asError(error).message));
      trace.disable();
    },
  };
}
