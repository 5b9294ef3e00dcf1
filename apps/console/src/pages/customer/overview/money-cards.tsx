import { Alert, Flex, Typography } from 'antd';
import { Link } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { Level } from '../../../components/level.tsx';
import { useKindName } from '../../../components/package-kind.ts';
import { Panel } from '../../../components/panel.tsx';
import { formatMoment, formatYuan } from '../../../components/values.tsx';
import { useMay } from '../../../shell/me.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { OVERVIEW } from './words.ts';

const SHOWN = 5;

export function PackageCard() {
  const say = useWords(OVERVIEW);
  const language = useLanguage();
  const nameOf = useKindName();
  const pays = useMay()('billing:pay');
  const { data } = useAsk('ListUVMSPackages', { State: 'current', NumPerPage: SHOWN });
  return (
    <Panel title={say('packages')} extra={pays && <Link to="/packages">{say('buy')}</Link>}>
      {data?.Data.length === 0 && <Typography.Text type="secondary">{say('noPackages')}</Typography.Text>}
      <Flex vertical gap={8}>
        {data?.Data.map((owned) => (
          <div key={owned.PackageId}>
            <Typography.Text>{nameOf(owned)}</Typography.Text>
            <Level of={owned.Available} all={owned.Quantity} />
            <Typography.Text type="secondary">
              {say('left', {
                available: owned.Available,
                quantity: owned.Quantity,
                date: formatMoment(owned.ExpireTime, language, 'day'),
              })}
            </Typography.Text>
          </div>
        ))}
      </Flex>
    </Panel>
  );
}

export function AlarmCard() {
  const say = useWords(OVERVIEW);
  const nameOf = useKindName();
  const { data } = useAsk('QueryUVMSAlarms', {});
  const below = data?.Data.filter(({ Below }) => Below) ?? [];
  return (
    <Panel title={say('alarms')} extra={<Link to="/alarms">{say('setAlarms')}</Link>}>
      {below.length === 0 ? (
        <Typography.Text type="secondary">{say('noAlarms')}</Typography.Text>
      ) : (
        below.map(({ Kind, Threshold }) => (
          <Alert
            key={Kind}
            type="warning"
            showIcon
            title={say('below', {
              what: Kind === 'balance' ? say('balanceName') : nameOf(Kind),
              threshold: Kind === 'balance' ? formatYuan(Threshold) : Threshold,
            })}
            style={{ marginBottom: 8 }}
          />
        ))
      )}
    </Panel>
  );
}
