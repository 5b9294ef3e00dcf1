import { MenuOutlined } from '@ant-design/icons';
import { useIsFetching } from '@tanstack/react-query';
import {
  Button,
  Drawer,
  Flex,
  Grid,
  Layout,
  Menu,
  type MenuProps,
  type MenuRef,
  Typography,
  theme,
} from 'antd';
import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { Link, Outlet, useLocation, useNavigate, useNavigation } from 'react-router';
import { Loading } from '../components/loading.tsx';
import icon from '../icon.svg';
import { COMMON } from '../words/common.ts';
import { useWords } from '../words/language.ts';
import { useArrival, usePlace } from './arrival.ts';
import { PreferenceButtons } from './preference-buttons.tsx';
import { SHELL } from './words.ts';

/** Where a menu entry leads. */
export interface Place {
  /** Path within the realm's tree, e.g. `/records`. */
  readonly path: string;
  readonly label: string;
  readonly icon?: ReactNode;
}

export interface PlaceGroup {
  readonly label: string;
  readonly places: readonly Place[];
}

interface FrameProps {
  /** Beside the product's name: whose pages these are. */
  readonly subtitle: string;
  readonly home: string;
  readonly groups: readonly PlaceGroup[];
  /** In the header after the name, and at its right end. */
  readonly left?: ReactNode;
  readonly right?: ReactNode;
  /** Above the page: what everybody should know now. */
  readonly banner?: ReactNode;
}

/** Header, side menu and the page: the same for every realm. On narrow screens the menu is behind a button. */
export function Frame({ subtitle, home, groups, left, right, banner }: FrameProps) {
  const say = useWords(SHELL);
  const common = useWords(COMMON);
  const wide = Grid.useBreakpoint().lg ?? true;
  const [menuOpen, setMenuOpen] = useState(false);
  const { pathname } = useLocation();
  const { token } = theme.useToken();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the menu
  useEffect(() => setMenuOpen(false), [pathname]);
  const menu = <SideMenu groups={groups} pathname={pathname} />;
  const line = `1px solid ${token.colorBorderSecondary}`;
  return (
    <Layout style={{ minHeight: '100%' }}>
      <a className="skip" href="#page">
        {say('skip')}
      </a>
      <Layout.Header
        style={{
          background: token.colorBgContainer,
          borderBottom: line,
          position: 'sticky',
          top: 0,
          zIndex: 10,
        }}
      >
        <Flex align="center" gap={8} style={{ height: '100%' }}>
          {!wide && (
            <Button
              type="text"
              icon={<MenuOutlined />}
              aria-label={say('menu')}
              onClick={() => setMenuOpen(true)}
            />
          )}
          <Link to={home} style={{ display: 'flex', alignItems: 'center', gap: 8, lineHeight: 1 }}>
            <img src={icon} alt="" width={26} height={26} />
            <Typography.Text strong style={{ fontSize: 16, whiteSpace: 'nowrap' }}>
              {common('product')}
            </Typography.Text>
            {wide && (
              <Typography.Text type="secondary" style={{ whiteSpace: 'nowrap' }}>
                {subtitle}
              </Typography.Text>
            )}
          </Link>
          {left}
          <div style={{ flex: 1 }} />
          {wide && <PreferenceButtons />}
          {right}
        </Flex>
      </Layout.Header>
      <Layout hasSider={wide}>
        {wide && (
          <Layout.Sider
            width={208}
            theme="light"
            style={{
              borderRight: line,
              position: 'sticky',
              top: 52,
              height: 'calc(100vh - 52px)',
              overflow: 'auto',
            }}
          >
            <nav aria-label={say('mainMenu')}>{menu}</nav>
          </Layout.Sider>
        )}
        <Drawer
          open={!wide && menuOpen}
          onClose={() => setMenuOpen(false)}
          placement="left"
          size={264}
          title={subtitle}
          styles={{ body: { padding: 0 } }}
          extra={<PreferenceButtons />}
        >
          <nav aria-label={say('mainMenu')}>{menu}</nav>
        </Drawer>
        <Layout.Content style={{ padding: wide ? '20px 24px 48px' : '16px 12px 40px', minWidth: 0 }}>
          {banner}
          <Main />
        </Layout.Content>
      </Layout>
    </Layout>
  );
}

/**
 * The page; busy (WAI-ARIA) while another one is on its way, and until everything that it asks for is there. Answers
 * that are asked again change it where it stands.
 */
function Main() {
  const asking = useIsFetching({ predicate: ({ state }) => state.status === 'pending' });
  const busy = useNavigation().state !== 'idle' || asking > 0;
  const main = useRef<HTMLElement>(null);
  useArrival(main);
  usePlace(busy);
  return (
    <main ref={main} id="page" tabIndex={-1} aria-busy={busy} style={{ maxWidth: 1280, margin: '0 auto' }}>
      <Suspense fallback={<Loading />}>
        <Outlet />
      </Suspense>
    </main>
  );
}

function SideMenu({ groups, pathname }: { groups: readonly PlaceGroup[]; pathname: string }) {
  const navigate = useNavigate();
  const items: MenuProps['items'] = groups.map(({ label, places }) => ({
    key: label,
    type: 'group',
    label,
    children: places.map((place) => ({
      key: place.path,
      icon: place.icon,
      label: <Link to={place.path}>{place.label}</Link>,
    })),
  }));
  const places = groups.flatMap((group) => group.places);
  const here = places
    .filter(({ path }) => pathname === path || pathname.startsWith(`${path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];
  const menu = useRef<MenuRef>(null);
  const path = here?.path;
  // A long menu shows where one is.
  useEffect(() => {
    if (path)
      menu.current?.menu?.list.querySelector('.ant-menu-item-selected')?.scrollIntoView({ block: 'nearest' });
  }, [path]);
  return (
    <Menu
      ref={menu}
      mode="inline"
      items={items}
      selectedKeys={here ? [here.path] : []}
      style={{ borderInlineEnd: 0, paddingBottom: 24 }}
      // The keyboard chooses an item, not the link in it.
      onClick={({ key, domEvent }) => {
        if (domEvent.type === 'keydown') navigate(key);
      }}
    />
  );
}
