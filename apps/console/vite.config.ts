import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The server puts the nonce of each answer in the place of this word. */
export const NONCE_PLACE = 'HERALD_NONCE';

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  resolve: {
    // Two parts of antd write a style sheet without the nonce, which the Content-Security-Policy refuses.
    alias: [
      {
        find: /^\.\/useScrollLocker(?:\.js)?$/,
        replacement: fileURLToPath(new URL('src/scroll-lock.ts', import.meta.url)),
      },
      {
        find: /^(?:\.{1,2}|@rc-component\/util\/es)\/getScrollBarSize(?:\.js)?$/,
        replacement: fileURLToPath(new URL('src/scroll-bar-size.ts', import.meta.url)),
      },
    ],
  },
  html: { cspNonce: NONCE_PLACE },
  build: {
    // Customers and staff, and callees: pages that share no page.
    rollupOptions: {
      input: ['index.html', 'callee.html'].map((page) => fileURLToPath(new URL(page, import.meta.url))),
    },
    // Nothing is inlined: the Content-Security-Policy lets files of our own in, and no data: but pictures.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    manifest: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
  },
});
