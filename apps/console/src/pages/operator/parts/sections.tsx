import { Flex, theme } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useFilters } from '../../../components/filters.ts';

export interface Section {
  readonly key: string;
  readonly label: string;
  readonly content: ReactNode;
}

/** Parts of a page, one of which is shown; which one is in the address. Their names wrap where the screen is narrow. */
export function Sections({ label, sections }: { label: string; sections: readonly Section[] }) {
  const { token } = theme.useToken();
  const chosen = useFilters().get('tab');
  const shown = sections.find(({ key }) => key === chosen) ?? sections[0];
  return (
    <>
      <nav aria-label={label} style={{ marginBottom: 16 }}>
        <Flex gap="4px 20px" wrap>
          {sections.map(({ key, label: name }) => {
            const here = key === shown?.key;
            return (
              <Link
                key={key}
                to={`?tab=${key}`}
                {...(here ? { 'aria-current': 'page' as const } : {})}
                style={{
                  padding: '6px 0',
                  color: here ? token.colorLink : token.colorText,
                  borderBottom: `2px solid ${here ? token.colorLink : 'transparent'}`,
                }}
              >
                {name}
              </Link>
            );
          })}
        </Flex>
      </nav>
      {shown?.content}
    </>
  );
}
