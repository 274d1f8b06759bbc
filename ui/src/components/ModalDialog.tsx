import type { ReactNode } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import './overlay.css';

interface Props {
  open: boolean;
  onClose: () => void;
  children: ReactNode;
  label?: string;
  wide?: boolean;
  /** Takes the whole of a narrow window, and most of a wide one; its parts scroll by themselves. */
  page?: boolean;
  /** What is pasted over it goes where it goes without it. */
  takesMore?: boolean;
  /** A click beside it closes it: only where nothing typed would be lost. */
  dismissable?: boolean;
  alert?: boolean;
}

/** A dialog over the window. Esc closes it. Its title is a `Heading` with `slot="title"`. */
export function ModalDialog({ open, onClose, children, label, wide, page, takesMore, dismissable, alert }: Props) {
  return (
    <ModalOverlay
      className={page === true ? 'veil around-page' : 'veil'}
      isOpen={open}
      isDismissable={dismissable === true}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Modal className={page === true ? 'sheet page-sheet' : wide === true ? 'sheet wide' : 'sheet'}>
        <Dialog
          className="dialog"
          role={alert === true ? 'alertdialog' : 'dialog'}
          aria-label={label}
          data-takes-more={takesMore}
        >
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
