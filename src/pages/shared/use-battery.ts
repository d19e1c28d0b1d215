import { useEffect, useState } from 'preact/hooks';
import { followBattery } from '../../settings/battery.ts';

/** What this computer runs on, followed as it changes; `unknown` where the browser does not tell. */
export function useBattery(): 'asking' | 'unknown' | 'mains' | 'battery' {
  const [power, setPower] = useState<ReturnType<typeof useBattery>>('asking');
  useEffect(() => {
    const life = new AbortController();
    void followBattery((onBattery) => setPower(onBattery ? 'battery' : 'mains'), life.signal).then(
      (tells) => {
        if (!tells && !life.signal.aborted) setPower('unknown');
      },
    );
    return () => life.abort();
  }, []);
  return power;
}
