import type { ReactNode } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import './overlay.css';

interface Props {
  open: boolean;
  onClose: () => void;
  children: ReactNode;
  label?: string;
  wide?: boolean;
  /** A click beside it closes it: only where nothing typed would be lost. */
  dismissable?: boolean;
  alert?: boolean;
}

/** A dialog over the window. Esc closes it. Its title is a `Heading` with `slot="title"`. */
export function Sheet({ open, onClose, children, label, wide, dismissable, alert }: Props) {
  return (
    <ModalOverlay
      className="veil"
      isOpen={open}
      isDismissable={dismissable === true}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Modal className={wide === true ? 'sheet wide' : 'sheet'}>
        <Dialog className="dialog" role={alert === true ? 'alertdialog' : 'dialog'} aria-label={label}>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
