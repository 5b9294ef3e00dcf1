import { type ThemeConfig, theme } from 'antd';
import { useSyncExternalStore } from 'react';
import { usePreferences } from './preferences.ts';

const systemDark = matchMedia('(prefers-color-scheme: dark)');
const systemStill = matchMedia('(prefers-reduced-motion: reduce)');

/** Whether dark colours are shown: as the reader chose, or as the system has it. */
export function useDark(): boolean {
  const { theme: chosen } = usePreferences();
  const bySystem = useMedia(systemDark);
  return chosen === 'auto' ? bySystem : chosen === 'dark';
}

/** Whether the reader's system asks for pages on which nothing glides (WCAG 2.3.3). */
export function useStill(): boolean {
  return useMedia(systemStill);
}

function useMedia(query: MediaQueryList): boolean {
  return useSyncExternalStore(
    (listener) => {
      query.addEventListener('change', listener);
      return () => query.removeEventListener('change', listener);
    },
    () => query.matches,
  );
}

const LIGHT_BLUE = '#6fbdea';

/** Under the mouse antd derives dark colours that cannot be read either: links get lighter, buttons darker. */
const DARK_HOVER = {
  colorPrimaryHover: '#22668f',
  colorPrimaryActive: '#1c5677',
  colorLinkHover: '#a5d8f5',
  colorLinkActive: '#6fbdea',
};

/** What antd derives from these dark primaries as a background is too dark to read on. */
const PALE = {
  colorPrimaryBg: '#e7f1f7',
  controlItemBgActive: '#e7f1f7',
  colorInfoBg: '#edf5fa',
  colorSuccessBg: '#eef7f0',
  colorWarningBg: '#fdf7ea',
  colorErrorBg: '#fdf2f1',
};

/** Colours and sizes; grey texts are darker than antd's own, to be read at 4.5:1 (WCAG 1.4.3). */
export function themeOf(dark: boolean, still: boolean): ThemeConfig {
  const grey = dark ? 'rgba(255,255,255,0.66)' : 'rgba(0,0,0,0.62)';
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: dark ? '#2b78a8' : '#0b5c8a',
      colorInfo: dark ? LIGHT_BLUE : '#0b5c8a',
      colorLink: dark ? LIGHT_BLUE : '#0b5c8a',
      colorSuccess: dark ? '#4fb35f' : '#24803a',
      colorError: dark ? '#f47f79' : '#c0322b',
      colorWarning: dark ? '#e0a83c' : '#9a6400',
      ...(dark ? DARK_HOVER : PALE),
      // Where the keyboard is: antd's own ring can hardly be seen on dark ground, and hardly around fields.
      colorPrimaryBorder: dark ? LIGHT_BLUE : '#2f86b5',
      controlOutline: dark ? 'rgba(111,189,234,0.4)' : 'rgba(11,92,138,0.3)',
      colorBgLayout: dark ? '#0f1317' : '#f4f6f8',
      colorTextDescription: grey,
      colorTextTertiary: grey,
      colorTextPlaceholder: grey,
      motion: !still,
      borderRadius: 6,
      fontFamily: 'system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.18s',
    },
    // On dark ground the primary colour is for buttons with white text; what is written in it is lighter.
    components: {
      ...(dark ? { Menu: { itemSelectedColor: LIGHT_BLUE }, Tabs: { itemSelectedColor: LIGHT_BLUE } } : {}),
      Button: { primaryShadow: 'none' },
      Timeline: { itemPaddingBottom: 8 },
      Layout: { headerPadding: '0 16px', headerHeight: 52 },
    },
  };
}
