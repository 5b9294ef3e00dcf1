import { surviveDriverFaults } from '../../src/platform/driver-faults.ts';

/** A process in which one fault happens, and which else ends well. */
surviveDriverFaults();
process.disconnect?.();
switch (process.argv[2]) {
  case 'driver-write': {
    const error = new TypeError("Cannot read properties of null (reading 'write')");
    error.stack = `${error.message}\n    at Immediate.nextWrite (/x/node_modules/postgres/src/connection.js:255:22)`;
    setImmediate(() => {
      throw error;
    });
    break;
  }
  case 'driver-types':
    Promise.reject(
      Object.assign(new Error('lost'), { code: 'CONNECTION_CLOSED', query: 'from pg_catalog.pg_type a' }),
    );
    break;
  case 'exception':
    setImmediate(() => {
      throw new Error('ours');
    });
    break;
  default:
    Promise.reject(new Error('ours'));
}
