// The operator's page: what GET /api shows, and the acts of its buttons.
import { render } from 'preact';
import './style.css';

const root = document.getElementById('app');
if (root) render(<p>Operator</p>, root);
