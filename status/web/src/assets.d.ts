// What Vite makes of imports that are no code.
declare module '*.css';
