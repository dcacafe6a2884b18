// Loaded into the services under test (node --import): SIGUSR2 collects the garbage, so that memory can be compared.
import process from 'node:process';

process.on('SIGUSR2', () => globalThis.gc?.());
