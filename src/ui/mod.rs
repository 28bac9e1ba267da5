//! What screens are made of: effects, dialogs, lists, forms, keys, styles, and the session they share.
//!
//! ```text
//! screen, layer, effect   what a screen is, what stands above it, what it asks for
//! route, place, tab       where to go
//! keymap     the keys
//! canvas, theme           drawing, styles
//! list, form, dialog, text_field   the parts of screens
//! session    what screens share
//! work       long work on a thread
//! paths, import_source    what a prompt of files holds
//! ```

pub mod canvas;
pub mod dialog;
pub mod effect;
pub mod form;
pub mod import_source;
pub mod keymap;
pub mod layer;
pub mod list;
pub mod paths;
pub mod place;
pub mod route;
pub mod screen;
pub mod session;
pub mod tab;
pub mod text_field;
pub mod theme;
pub mod work;
