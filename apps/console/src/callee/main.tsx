import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { CalleePage } from './callee-page.tsx';
import './callee.css';

const place = document.getElementById('app');
if (place) {
  createRoot(place).render(
    <StrictMode>
      <CalleePage />
    </StrictMode>,
  );
}
