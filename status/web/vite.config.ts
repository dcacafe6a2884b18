// Builds the operator's page (tools/build-page.js), and serves it while somebody works on it: `npx vite status/web`.
import { defineConfig } from 'vite';

export default defineConfig({
  // Status serves it below /page/, `npm start` below its key.
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../../.cache/operator-page',
    emptyOutDir: true,
    // The page's Content-Security-Policy allows files of this server, and no inline code.
    assetsInlineLimit: 0,
    modulePreload: false,
  },
  // The API of a running `npm start`, below its key. It sees this host, so that the Origin of the browser fits.
  server: { host: '127.0.0.1', proxy: { '^/[\\w-]+/api/': { target: 'http://127.0.0.1:7002', changeOrigin: false } } },
});
