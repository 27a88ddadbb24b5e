'use client';
import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** Width in CSS pixels of an element, followed as it changes; null before it is first measured. */
export function useWidth<E extends HTMLElement>(): [RefObject<E | null>, number | null] {
  const element = useRef<E>(null);
  const [width, setWidth] = useState<number | null>(null);
  useLayoutEffect(() => {
    const measured = element.current;
    if (!measured) return;
    setWidth(measured.clientWidth);
    const observer = new ResizeObserver(() => setWidth(measured.clientWidth));
    observer.observe(measured);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}
