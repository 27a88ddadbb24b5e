import { Counter, Gauge } from 'prom-client';

/** Errors of a queue's connection: it is away, or was. */
export const queueErrors = new Counter({
  name: 'shoji_queue_errors_total',
  help: 'Errors of the connection to a queue',
  labelNames: ['queue'] as const,
});

/** Jobs that were to be added while the queue was away; the sweep finds them. */
export const jobsNotAdded = new Counter({
  name: 'shoji_jobs_not_added_total',
  help: 'Jobs that could not be added because the queue was away',
  labelNames: ['queue'] as const,
});

/** Jobs by how they ended. */
export const jobsDone = new Counter({
  name: 'shoji_jobs_total',
  help: 'Jobs by name and how they ended',
  labelNames: ['job', 'outcome'] as const,
});

/** Distinct triples that waited for a judgement when the last sweep looked. */
export const unjudgedTriples = new Gauge({
  name: 'shoji_unjudged_triples',
  help: 'Distinct (posture, host, traits) of running containers without a judgement of the current rule set',
});
