interface Size {
  readonly width: number;
  readonly height: number;
}

/** How much room a scroll bar takes, in place of @rc-component/util’s own: measured without a style sheet. */
export default function getScrollBarSize(): Size {
  const box = document.createElement('div');
  Object.assign(box.style, {
    position: 'absolute',
    top: '0',
    width: '100px',
    height: '100px',
    overflow: 'scroll',
  });
  document.body.append(box);
  const size = { width: box.offsetWidth - box.clientWidth, height: box.offsetHeight - box.clientHeight };
  box.remove();
  return size;
}

export function getTargetScrollBarSize(target: unknown): Size {
  return target instanceof Element ? getScrollBarSize() : { width: 0, height: 0 };
}
