// A problem in words.
import type { Speech } from '../i18n/language.ts';
import type { Problem } from '../state/summary.ts';

export function explainProblem(problem: Problem, { texts, formats }: Pick<Speech, 'texts' | 'formats'>): string {
  const { problems } = texts;
  switch (problem.kind) {
    case 'notCurrent':
    case 'noGate':
      return problems[problem.kind];
    case 'missing':
    case 'warning':
      return problems[problem.kind](problem.member.instance, problem.text);
    case 'draining':
      return problems.draining(problem.member.instance);
    case 'busy':
      return problems.busy(problem.member.instance, formats.percent(problem.member.cpuPercent));
    case 'late':
      return problems.late(problem.member.instance, formats.duration(problem.member.eventLoopDelayMs));
    case 'full':
      return problems.full(problem.member.instance, formats.count(problem.member.connections));
    case 'pausedPartition': {
      const { service, partition, owner } = problem.partition;
      return problems.pausedPartition(service, partition, owner.instance);
    }
    case 'lag':
      return problems.lag(problem.service, formats.count(problem.lag));
    case 'versions':
      return problems.versions(problem.versions.join(', '));
  }
}
