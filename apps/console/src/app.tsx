import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useEffect, useMemo } from 'react';
import { RouterProvider } from 'react-router/dom';
import { isSessionOver, Refusal } from './api/call.ts';
import { usePreferences } from './preferences.ts';
import { createRoutes } from './routes.tsx';
import { themeOf, useDark, useStill } from './theme.ts';

/** Once any answer says that the session is over, who is logged in is asked again, and the shell leads to the log-in. */
function createClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (isSessionOver(error) && query.queryKey[0] !== 'GetMe')
          client.invalidateQueries({ queryKey: ['GetMe'] });
      },
    }),
    mutationCache: new MutationCache({
      onError: (error) => {
        if (isSessionOver(error)) client.invalidateQueries({ queryKey: ['GetMe'] });
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // A refusal stays one; only what did not arrive is asked again.
        retry: (failures, error) => !(error instanceof Refusal) && failures < 2,
      },
    },
  });
  return client;
}

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;

export function App() {
  const { language } = usePreferences();
  const dark = useDark();
  const still = useStill();
  const client = useMemo(createClient, []);
  const router = useMemo(createRoutes, []);
  useEffect(() => {
    document.documentElement.lang = language;
    dayjs.locale(language === 'zh' ? 'zh-cn' : 'en');
  }, [language]);
  useEffect(() => {
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  }, [dark]);
  return (
    <ConfigProvider
      {...(language === 'zh' ? { locale: zhCN } : {})}
      {...(nonce ? { csp: { nonce } } : {})}
      theme={themeOf(dark, still)}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: still }}
    >
      <AntApp component={false}>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}
