// Shows the values of the second under the pointer in the legend of every chart.
const charts = [...document.querySelectorAll('[data-chart]')].map((figure) => ({
  figure,
  svg: figure.querySelector('svg'),
  cursor: figure.querySelector('.cursor'),
  data: JSON.parse(figure.dataset.chart),
}));

function show(share) {
  for (const { figure, cursor, data } of charts) {
    const index = Math.min(data.seconds.length - 1, Math.floor(share * data.seconds.length));
    const x = (1000 * (index + 0.5)) / data.seconds.length;
    cursor.setAttribute('d', share < 0 ? '' : `M${x} 0V240`);
    for (const label of figure.querySelectorAll('[data-line]')) {
      const value = share < 0 ? null : data.lines[label.dataset.line][index];
      label.textContent = value === null ? '' : value.toLocaleString('en-US', { maximumFractionDigits: 1 });
    }
  }
}

for (const { svg } of charts) {
  svg.addEventListener('pointermove', (event) => {
    const { left, width } = svg.getBoundingClientRect();
    show(Math.min(0.999, Math.max(0, (event.clientX - left) / width)));
  });
  svg.addEventListener('pointerleave', () => show(-1));
}
