/* GCC's unwinder asks the C library where the tables of a function are (glibc's dl_find_object(3)). musl has
   only dl_iterate_phdr(3), which is enough for a program in one piece. And it names its functions of threads
   weakly: those of a static library are then left out, unless something asks for them. */
#define _GNU_SOURCE
#include <link.h>
#include <pthread.h>
#include <stddef.h>

struct dl_find_object {
    unsigned long long flags;
    void *map_start;
    void *map_end;
    struct link_map *link_map;
    void *eh_frame;
    unsigned long long reserved[7];
};

__attribute__((used)) static void *const needed[] = {
    pthread_once,        pthread_key_create,   pthread_getspecific,
    pthread_setspecific, pthread_mutex_lock, pthread_mutex_unlock,
};

static int first(struct dl_phdr_info *info, size_t size, void *data) {
    struct dl_find_object *found = data;
    (void)size;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        char *start = (char *)info->dlpi_addr + header->p_vaddr;
        if (header->p_type == PT_GNU_EH_FRAME) {
            found->eh_frame = start;
        } else if (header->p_type == PT_LOAD) {
            if (found->map_start == NULL) {
                found->map_start = start;
            }
            found->map_end = start + header->p_memsz;
        }
    }
    return 1;
}

int _dl_find_object(void *address, struct dl_find_object *found) {
    *found = (struct dl_find_object){0};
    dl_iterate_phdr(first, found);
    int is_inside = (char *)address >= (char *)found->map_start && (char *)address < (char *)found->map_end;
    return is_inside && found->eh_frame != NULL ? 0 : -1;
}
