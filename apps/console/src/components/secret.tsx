import { Typography } from 'antd';

/** A secret that is shown once, to be copied. */
export function Secret({
  hint,
  values,
}: {
  hint: string;
  values: readonly (readonly [name: string, value: string])[];
}) {
  return (
    <>
      <Typography.Paragraph>{hint}</Typography.Paragraph>
      {values.map(([name, value]) => (
        <Typography.Paragraph key={name}>
          {name}{' '}
          <Typography.Text className="mono wrap" copyable>
            {value}
          </Typography.Text>
        </Typography.Paragraph>
      ))}
    </>
  );
}
