import { Button, type ButtonProps } from 'antd';
import { type To, useHref, useLinkClickHandler } from 'react-router';

/** Looks as a button and is a link: it leads to another page, opens in another tab too, and is one stop of the keyboard. */
export function LinkButton({
  to,
  ...button
}: Omit<ButtonProps, 'href' | 'htmlType' | 'onClick'> & { to: To }) {
  const href = useHref(to);
  const follow = useLinkClickHandler<HTMLElement & HTMLAnchorElement>(to);
  return <Button {...button} href={href} onClick={follow as ButtonProps['onClick']} />;
}
