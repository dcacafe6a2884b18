// Loaded into the services under test (node --import): collects the garbage on SIGUSR2, so that memory figures can be compared.
import process from 'node:process';

process.on('SIGUSR2', () => globalThis.gc?.());
